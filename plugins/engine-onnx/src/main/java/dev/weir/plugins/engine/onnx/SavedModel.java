package dev.weir.plugins.engine.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A model in a folder: copies of its files, and their digests in {@value #SUMS}, as {@code sha256sum} writes them. */
final class SavedModel {
    private static final String MODEL = "model.onnx";
    private static final String TOKENIZER = "tokenizer";
    private static final String SUMS = "SHA256SUMS";
    private static final Pattern SUM = Pattern.compile("([0-9a-f]{64})  (.+)");

    private SavedModel() {}

    /** Copies the files of a model into an empty folder. */
    static void copy(OnnxModelProvider settings, OnnxFile file, Path folder) throws IOException {
        Files.copy(settings.file(), folder.resolve(MODEL));
        copyOthers(settings, file, folder);
    }

    /** The same for a model that got other weights. */
    static void copy(OnnxModelProvider settings, OnnxFile file, WeightImage image, Path folder) throws IOException {
        try (FileChannel channel =
                FileChannel.open(folder.resolve(MODEL), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = image.bytes();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        copyOthers(settings, file, folder);
    }

    private static void copyOthers(OnnxModelProvider settings, OnnxFile file, Path folder) throws IOException {
        for (Path data : file.external()) {
            Path target = folder.resolve(data).normalize();
            Path parent = target.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.copy(settings.file().resolveSibling(data), target);
        }
        if (settings.texts().isPresent()) {
            Files.copy(settings.texts().get().tokenizer(), folder.resolve(TOKENIZER));
        }
    }

    /** Writes the digests of all files, after the last one. */
    static void seal(Path folder) throws IOException {
        StringBuilder sums = new StringBuilder();
        for (Path file : files(folder)) {
            sums.append(sha256(file))
                    .append("  ")
                    .append(folder.relativize(file).toString().replace('\\', '/'))
                    .append('\n');
        }
        Files.writeString(folder.resolve(SUMS), sums);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /**
     * The settings of a saved model, with the files of its folder.
     *
     * @throws IllegalArgumentException when the folder does not hold all of it; the message names the file
     */
    static OnnxModelProvider open(OnnxModelProvider settings, Path folder) throws IOException {
        Map<String, String> sums = sums(folder.resolve(SUMS));
        Path tokenizer = folder.resolve(TOKENIZER);
        require(folder, MODEL, sums);
        if (settings.texts().isPresent()) {
            require(folder, TOKENIZER, sums);
        }
        for (Map.Entry<String, String> sum : sums.entrySet()) {
            Path file = folder.resolve(sum.getKey()).normalize();
            if (!file.startsWith(folder.normalize()) || !Files.isRegularFile(file)) {
                throw new IllegalArgumentException(file + ": there is no such file");
            }
            if (!sha256(file).equals(sum.getValue())) {
                throw new IllegalArgumentException(file + " was changed: its digest is not the one in " + SUMS);
            }
        }
        return settings.at(folder.resolve(MODEL), tokenizer);
    }

    private static void require(Path folder, String name, Map<String, String> sums) {
        if (!sums.containsKey(name)) {
            throw new IllegalArgumentException(folder.resolve(SUMS) + " does not list " + name);
        }
    }

    private static Map<String, String> sums(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(file + ": there is no such file");
        }
        String text = Files.readString(file);
        Map<String, String> sums = new HashMap<>();
        for (String line : text.lines().toList()) {
            Matcher sum = SUM.matcher(line);
            if (!sum.matches()) {
                throw new IllegalArgumentException(file + " is not as it was written: " + line);
            }
            sums.put(sum.group(2), sum.group(1));
        }
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException(file + " was cut short");
        }
        return sums;
    }

    /** The digest of a file, in hexadecimal. */
    static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
