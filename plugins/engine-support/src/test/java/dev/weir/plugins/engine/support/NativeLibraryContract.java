package dev.weir.plugins.engine.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an engine says where its library cannot start. Each case is a Java process of its own, because a library
 * starts once in a process. Implement it in the engine's own test class.
 */
public interface NativeLibraryContract {

    /** As messages name it. */
    String library();

    /** A class whose {@code main} starts the library and prints the message of the IOException that it meets. */
    Class<?> starting();

    /** Parts of the names of the jars that the library comes in; it cannot do without any of them. */
    List<String> jars();

    @Test
    default void whereNothingIsInItsWayItStarts() throws Exception {
        assertThat(said(List.of(), "")).isEmpty();
    }

    @Test
    default void anotherArchitectureIsRefusedByItsName(@TempDir Path cache) throws Exception {
        assertThat(said(List.of("-Dos.arch=aarch64", "-DDJL_CACHE_DIR=" + cache), ""))
                .isEqualTo(library() + " does not start: its library is for Linux x86-64, this is "
                        + System.getProperty("os.name") + " aarch64\nRun the job on Linux x86-64.");
    }

    @Test
    default void aLibraryThatIsNotAmongThePluginsFilesIsSaidSo(@TempDir Path cache) throws Exception {
        assertThat(jars()).isNotEmpty();
        for (String jar : jars()) {
            assertThat(said(List.of("-DDJL_CACHE_DIR=" + cache), jar))
                    .as(jar)
                    .startsWith(
                            library() + " does not start: its library is not among the plugin's files: there is no ")
                    .endsWith("\nInstall the plugin anew, with every file in its lib folder.");
        }
    }

    @Test
    default void aCacheFolderThatCannotBeWrittenToIsRefusedByItsName(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(said(List.of("-DDJL_CACHE_DIR=" + file.resolve("cache")), ""))
                .startsWith(library() + " does not start: it unpacks its library to " + file.resolve("cache"))
                .endsWith(", and " + file + " is not a folder\nName a folder that can be written to with the"
                        + " environment variable DJL_CACHE_DIR.");
    }

    /** What a process prints that starts the library, without the jars of a name. */
    private String said(List<String> options, String withoutJar) throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> kept = Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> withoutJar.isEmpty()
                        || !Path.of(entry).getFileName().toString().startsWith(withoutJar))
                .toList();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m"));
        for (String own : List.of("DJL_CACHE_DIR", "org.bytedeco.javacpp.cachedir")) {
            String given = System.getProperty(own);
            if (given != null) {
                command.add("-D" + own + "=" + given);
            }
        }
        command.addAll(options); // the last of two values counts
        command.addAll(List.of(
                "-cp",
                kept.stream().collect(Collectors.joining(File.pathSeparator)),
                starting().getName()));
        Path out = Files.createTempFile("library", ".out");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String printed = Files.readString(out, StandardCharsets.UTF_8).strip();
        Files.delete(out);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
