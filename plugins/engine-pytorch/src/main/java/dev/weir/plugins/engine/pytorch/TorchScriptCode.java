package dev.weir.plugins.engine.pytorch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What the source code in a TorchScript file tells: it is a zip with a module's class in {@code code/}. */
final class TorchScriptCode {
    private static final Pattern BUFFERS = Pattern.compile("__buffers__\\s*=\\s*\\[([^\\]]*)\\]");
    private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"");

    private TorchScriptCode() {}

    /**
     * Names of the tensors that modules keep beside their parameters, such as the means of batch normalization; none of
     * a file that cannot be read, which is refused when it is opened.
     */
    static Set<String> buffers(Path file) {
        Set<String> names = new TreeSet<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().contains("/code/") && entry.getName().endsWith(".py")) {
                    String code = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    Matcher buffers = BUFFERS.matcher(code);
                    while (buffers.find()) {
                        Matcher name = NAME.matcher(buffers.group(1));
                        while (name.find()) {
                            names.add(name.group(1));
                        }
                    }
                }
            }
        } catch (IOException e) {
            return Set.of();
        }
        return names;
    }
}
