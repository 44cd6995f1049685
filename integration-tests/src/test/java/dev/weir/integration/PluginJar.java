package dev.weir.integration;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A plugin {@code bad 0.1.0}, compiled from sources into a jar, to be wrong in one way at a time. */
final class PluginJar {
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final List<String> extensions = new ArrayList<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();
    private String requires = ">=1.0.0";

    /** A class of package {@code bad} that the extension index names. */
    PluginJar extension(String name, String source) {
        extensions.add("bad." + name);
        return type(name, source);
    }

    /** A class of package {@code bad}. */
    PluginJar type(String name, String source) {
        sources.put(name, """
                package bad;

                import dev.weir.api.*;
                import dev.weir.api.data.*;
                import dev.weir.api.deferral.*;
                import dev.weir.api.model.*;
                import java.util.*;

                """ + source);
        return this;
    }

    /** A class that is compiled against but not packed. */
    PluginJar missingType(String name, String source) {
        leftOut.add("bad/" + name + ".class");
        return type(name, source);
    }

    PluginJar entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    PluginJar requires(String hostVersions) {
        requires = hostVersions;
        return this;
    }

    /** Compiles and packs into {@code bad.jar}. */
    void in(Path folder) throws IOException {
        Path classes = Files.createTempDirectory(folder, ".classes");
        compile(classes);
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Plugin-Id", "bad");
        attributes.putValue("Plugin-Version", "0.1.0");
        attributes.putValue("Plugin-Requires", requires);
        try (OutputStream file = Files.newOutputStream(folder.resolve("bad.jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            if (!extensions.isEmpty()) {
                write(
                        jar,
                        "META-INF/extensions.idx",
                        String.join("\n", extensions).getBytes(StandardCharsets.UTF_8));
            }
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                write(jar, entry.getKey(), entry.getValue());
            }
            for (Path compiled : classFiles(classes)) {
                String name = classes.relativize(compiled).toString();
                if (!leftOut.contains(name)) {
                    write(jar, name, Files.readAllBytes(compiled));
                }
            }
        }
    }

    private static List<Path> classFiles(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void write(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(content);
        jar.closeEntry();
    }

    private void compile(Path classes) {
        if (sources.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        List<String> options =
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
        List<Source> files = sources.entrySet().stream()
                .map(entry -> new Source(entry.getKey(), entry.getValue()))
                .toList();
        if (!compiler.getTask(said, null, null, options, null, files).call()) {
            throw new IllegalArgumentException("the plugin does not compile:\n" + said);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///bad/" + name + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
