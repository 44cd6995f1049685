package dev.weir.runtime.job;

import dev.weir.api.Answers;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.RecordedRows;
import dev.weir.api.Texts;
import dev.weir.api.TokenIds;
import dev.weir.api.data.Examples;
import dev.weir.runtime.plugin.PluginInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 digests of what a run reads, in hexadecimal. */
public final class Digests {
    private Digests() {}

    public static String ofText(String text) {
        return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of a file; of a folder, over the names and contents of all files in it, in the order of their names. */
    public static String ofFile(Path file) throws IOException {
        MessageDigest digest = sha256();
        if (!Files.isDirectory(file)) {
            update(digest, file);
            return hex(digest.digest());
        }
        try (Stream<Path> walk = Files.walk(file, FileVisitOption.FOLLOW_LINKS)) {
            for (Path inner : walk.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(
                        file.relativize(inner).toString().replace('\\', '/').getBytes(StandardCharsets.UTF_8));
                update(digest, inner);
            }
        }
        return hex(digest.digest());
    }

    /** Of several files, in their order. */
    public static String ofFiles(List<Path> files) {
        try {
            StringBuilder digests = new StringBuilder();
            for (Path file : files) {
                digests.append(ofFile(file)).append('\n');
            }
            return ofText(digests.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a plugin's files, by which a change of its code is seen. Reads them all. */
    public static String ofPlugin(PluginInfo plugin) {
        try {
            return ofFile(plugin.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void update(MessageDigest digest, Path file) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }

    /** Of inputs and labels in their order. */
    public static String ofExamples(Examples examples) {
        MessageDigest digest = sha256();
        for (int row = 0; row < examples.size(); row++) {
            digest.update(bytes(examples.inputs(), row));
            digest.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(0, examples.labels().at(row)));
        }
        examples.labels().answers().ifPresent(answers -> digest.update(bytes(answers)));
        return hex(digest.digest());
    }

    private static byte[] bytes(Answers answers) {
        ByteBuffer buffer = ByteBuffer.allocate(answers.size() * answers.length() * Integer.BYTES);
        for (int k = 0; k < answers.size(); k++) {
            for (int position = 0; position < answers.length(); position++) {
                buffer.putInt(answers.token(k, position));
            }
        }
        return buffer.array();
    }

    /** The content of one input. */
    static byte[] bytes(Inputs inputs, int row) {
        if (inputs instanceof FloatTensor tensor) {
            ByteBuffer buffer = ByteBuffer.allocate(tensor.width() * Float.BYTES);
            for (int i = 0; i < tensor.width(); i++) {
                buffer.putFloat(tensor.at(row, i));
            }
            return buffer.array();
        }
        if (inputs instanceof TokenIds tokens) {
            ByteBuffer buffer = ByteBuffer.allocate(tokens.length() * (Integer.BYTES + 1));
            for (int i = 0; i < tokens.length(); i++) {
                buffer.putInt(tokens.id(row, i)).put((byte) (tokens.isToken(row, i) ? 1 : 0));
            }
            return buffer.array();
        }
        if (inputs instanceof Texts texts) {
            return texts.values().get(row).getBytes(StandardCharsets.UTF_8);
        }
        RecordedRows rows = (RecordedRows) inputs;
        return (rows.part() + " " + rows.at(row)).getBytes(StandardCharsets.UTF_8);
    }

    /** A new digest of this kind. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
