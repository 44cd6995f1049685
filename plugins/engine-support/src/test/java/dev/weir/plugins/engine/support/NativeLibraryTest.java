package dev.weir.plugins.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen in one process; {@link NativeLibraryContract} starts others. */
class NativeLibraryTest {

    @TempDir
    private Path cache;

    private NativeLibrary library() {
        return new NativeLibrary("X", NativeLibraryTest.class, List.of(), cache);
    }

    @Test
    void itStartsUnderTheClassLoaderOfItsPluginAndLeavesTheCallersAsItWas() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader other = new URLClassLoader(new URL[0], before)) {
            thread.setContextClassLoader(other);

            assertThat(library().start(thread::getContextClassLoader))
                    .isSameAs(NativeLibraryTest.class.getClassLoader());
            assertThat(thread.getContextClassLoader()).isSameAs(other);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void whereNothingElseIsWrongTheMessageIsThatOfTheFirstCause() {
        assumeThat(System.getProperty("os.name") + System.getProperty("os.arch"))
                .isIn("Linuxamd64", "Linuxx86_64");

        assertThatIOException()
                .isThrownBy(() -> library().start(() -> {
                    throw new IllegalStateException("outside", new UnsatisfiedLinkError("file too short"));
                }))
                .withMessage("X does not start: file too short\nIf " + cache
                        + " was left half written, remove it: it is unpacked anew.");
    }
}
