package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.weir.integration.Distribution.Ended;
import dev.weir.runtime.plugin.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * A project that {@code weir plugin new} made, built as its Maven would build it, but within the process of the tests.
 *
 * @param folder of the project
 */
record OutsideProject(Path folder) {

    /** Makes the project of a kind. */
    static OutsideProject make(String name, Kind kind, Path parent) {
        Ended ended = InProcess.weir(
                "plugin",
                "new",
                name,
                "--kind",
                kind.key(),
                "--into",
                parent.toString(),
                "--home",
                Distribution.HOME.toString());
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        return new OutsideProject(parent.resolve(name));
    }

    Path job() {
        return folder.resolve(folder.getFileName() + ".yaml");
    }

    /** Compiles the component and its test, PF4J's processor included. */
    void compile() throws IOException {
        compile(folder.resolve("src/main/java"), folder.resolve("target/classes"), "");
        compile(
                folder.resolve("src/test/java"),
                folder.resolve("target/test-classes"),
                folder.resolve("target/classes") + java.io.File.pathSeparator);
    }

    private static void compile(Path sources, Path classes, String first) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        Files.createDirectories(classes);
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(files(sources));
            List<String> options = List.of(
                    "--release",
                    "17",
                    "-Xlint:all,-processing",
                    "-Werror",
                    "-Apf4j.ignoreExtensionPoint=true",
                    "-d",
                    classes.toString(),
                    "-cp",
                    first + System.getProperty("java.class.path"));
            assertThat(compiler.getTask(new PrintWriter(said), files, null, options, null, units)
                            .call())
                    .as(said.toString())
                    .isTrue();
        }
    }

    /** Runs its tests, the contract kit's among them. */
    TestExecutionSummary test() throws IOException {
        List<String> tests = files(folder.resolve("target/test-classes")).stream()
                .map(file ->
                        folder.resolve("target/test-classes").relativize(file).toString())
                .filter(file -> file.endsWith("Test.class"))
                .map(file -> file.replace(".class", "").replace('/', '.'))
                .toList();
        URL[] own = {
            folder.resolve("target/classes").toUri().toURL(),
            folder.resolve("target/test-classes").toUri().toURL()
        };
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        try (URLClassLoader classes = new URLClassLoader(own, before)) {
            thread.setContextClassLoader(classes);
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(tests.stream()
                            .map(name -> selectClass(classes, name))
                            .toList())
                    .build();
            LauncherFactory.create().execute(request, summary);
        } finally {
            thread.setContextClassLoader(before);
        }
        return summary.getSummary();
    }

    /** Packs the plugin, described as the project's pom describes it. */
    Path pack() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Plugin-Id", String.valueOf(folder.getFileName()));
        attributes.putValue("Plugin-Version", "0.1.0");
        attributes.putValue("Plugin-Requires", ">=1.0.0 & <2.0.0");
        Path jar = folder.resolve("target/" + folder.getFileName() + "-0.1.0.jar");
        Path classes = folder.resolve("target/classes");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Path entry : files(classes)) {
                out.putNextEntry(new ZipEntry(classes.relativize(entry).toString()));
                Files.copy(entry, out);
                out.closeEntry();
            }
        }
        return jar;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
