package dev.weir.runtime.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.api.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.PluginManager;

class MavenFilesTest {
    private static final String NAME = "maven:org.example:models:1.0!/inner/net.onnx";

    @TempDir
    private Path folder;

    private Path jar;
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void writeTheArtifact() throws IOException {
        jar = folder.resolve("models-1.0.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("inner/"));
            zip.putNextEntry(new ZipEntry("inner/net.onnx"));
            zip.write("a model".getBytes(StandardCharsets.UTF_8));
        }
    }

    private MavenFiles files() {
        return new MavenFiles(folder.resolve("cache"), artifact -> {
            assertThat(artifact).isEqualTo("org.example:models:1.0");
            asked.incrementAndGet();
            return jar;
        });
    }

    @Test
    void aFileWithinAnArtifactIsUnpackedOnce() throws IOException {
        Path found = files().find(NAME);

        assertThat(found).hasContent("a model").hasFileName("net.onnx");
        assertThat(files().find(NAME)).isEqualTo(found);
        assertThat(asked).hasValue(1);
        assertThat(found.resolve("..").normalize()).isDirectoryNotContaining("glob:**.unpacking");
    }

    @Test
    void withoutAnInnerPathTheArtifactItselfIsTheFile() {
        assertThat(files().find("maven:org.example:models:1.0")).isEqualTo(jar);
    }

    @Test
    void aFileThatIsNotInTheArtifactIsRefusedWithWhatThereIs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> files().find("maven:org.example:models:1.0!/inner/net.onx"))
                .withMessage("there is no file 'inner/net.onx' in org.example:models:1.0"
                        + "\nDid you mean 'inner/net.onnx'? It has: inner/net.onnx.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> files().find("maven:org.example:models:1.0!/inner"))
                .withMessageStartingWith("there is no file 'inner' in org.example:models:1.0\n");
    }

    @Test
    void anArtifactThatIsNoArchiveIsRefused() throws IOException {
        Files.writeString(jar, "not a zip");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> files().find(NAME))
                .withMessage("org.example:models:1.0 is no archive, so it holds no file 'inner/net.onnx'"
                        + "\nLeave !/inner/net.onnx out for the artifact itself.");
    }

    @Test
    void aFolderThatCannotBeMadeIsToldWithTheRemedy() throws IOException {
        Files.writeString(folder.resolve("cache"), "a file, not a folder");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> files().find(NAME))
                .withMessageStartingWith("cannot be unpacked to ")
                .withMessageEndingWith("\nName a folder that can be written to by WEIR_CACHE.");
    }

    @Test
    void whatIsNoCoordinateMovesOrLeadsOutIsRefusedBeforeAnybodyIsAsked() {
        assertRefused("maven:models", "is no Maven coordinate, got 'maven:models'");
        assertRefused("maven:a:b:1!/", "is no Maven coordinate, got 'maven:a:b:1!/'");
        assertRefused("maven:a:b:1!/../../etc/passwd", "leads out of the artifact");
        assertRefused("maven:a:b:1!//etc/passwd", "names no file in the artifact");
        assertRefused("maven:..:b:1!/x", "is no Maven coordinate");
        assertRefused("maven:a:b:LATEST!/x", "names the version LATEST, which is another file another day");
        assertRefused("maven:a:b:1-SNAPSHOT", "names the version 1-SNAPSHOT");
        assertRefused("maven:a:b:[1,2)", "is no Maven coordinate");
        assertThat(asked).hasValue(0);
    }

    private void assertRefused(String name, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> files().find(name))
                .withMessageStartingWith(message);
    }

    @Test
    void anArtifactThatIsNotThereIsRefusedOfflineWithTheCommandThatFetchesIt() {
        MavenFiles offline = new MavenFiles(folder.resolve("cache"), true, Progress.SILENT);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> offline.find("maven:dev.weir.none:no-such-artifact:1.0!/x"))
                .withMessageStartingWith("dev.weir.none:no-such-artifact:1.0 is not in the local repository ")
                .withMessageEndingWith("and Maven is offline\nRun it once with the network, or: mvn dependency:get"
                        + " -Dtransitive=false -Dartifact=dev.weir.none:no-such-artifact:1.0");
    }

    @Test
    void anArtifactOfTheLocalRepositoryIsThereOffline() throws Exception {
        Path own = Path.of(PluginManager.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path local = Path.of(System.getProperty("user.home"), ".m2", "repository");
        assumeTrue(own.startsWith(local), "the build's libraries are in another local repository");
        String version = own.resolve("..").normalize().getFileName().toString();
        MavenFiles offline = new MavenFiles(folder.resolve("cache"), true, Progress.SILENT);

        Path manifest = offline.find("maven:org.pf4j:pf4j:" + version + "!/META-INF/MANIFEST.MF");

        assertThat(manifest).content(StandardCharsets.UTF_8).contains("Manifest-Version");
    }
}
