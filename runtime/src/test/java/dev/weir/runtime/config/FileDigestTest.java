package dev.weir.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.runtime.job.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestTest {
    /** One file, so its digest may stand beside it. */
    record Model(Path file, Optional<Model> next) {}

    /** Two files: whose digest would it be? */
    record Pair(Path first, Path second) {}

    @TempDir
    private Path folder = Path.of("");

    private String digest = "";

    @BeforeEach
    void writeTheFile() throws IOException {
        digest = Digests.ofFile(Files.writeString(folder.resolve("net"), "a model"));
    }

    @Test
    void aFileOfItsDigestIsTakenAndTheDigestIsNoSetting() {
        assertThat(bind(Model.class, "{ file: net, sha256: " + digest + " }").file())
                .hasFileName("net");
        assertThat(bind(Model.class, "{ file: net, sha256: " + digest.toUpperCase(Locale.ROOT) + " }")
                        .file())
                .hasFileName("net");
        assertThat(bind(Model.class, "{ file: net, next: { file: net, sha256: " + digest + " } }")
                        .next())
                .isPresent();
    }

    @Test
    void aFileOfAnotherDigestIsRefusedAtTheDigest() {
        String other = "0".repeat(64);

        assertThat(problems(Model.class, "{ file: net, sha256: '" + other + "' }"))
                .containsExactly(
                        new Problem(
                                "job.yaml:1:22",
                                "sha256",
                                "net has another digest: " + digest,
                                "It is another file or was damaged: fetch it again, or write its digest here if you trust it."));
    }

    @Test
    void whatIsNoDigestIsRefused() {
        assertThat(problems(Model.class, "{ file: net, sha256: abc }"))
                .extracting(Problem::message)
                .containsExactly("must be 64 hexadecimal digits, got 'abc'");
        assertThat(problems(Model.class, "{ file: net, sha256: [abc] }"))
                .extracting(Problem::message)
                .containsExactly("must be 64 hexadecimal digits, got ''");
    }

    @Test
    void aMissingFileIsTheOnlyProblemOfItsDigest() {
        assertThat(problems(Model.class, "{ file: none, sha256: " + digest + " }"))
                .extracting(Problem::message)
                .containsExactly("there is no file 'none'");
    }

    @Test
    void besideTwoFilesADigestIsAnUnknownKey() {
        assertThat(problems(Pair.class, "{ first: net, second: net, sha256: " + digest + " }"))
                .extracting(Problem::message)
                .containsExactly("unknown key");
    }

    @Test
    void aNameThatIsNoPathIsAskedOfTheFinderAndKeptAsItWasWritten() {
        Path found = folder.resolve("net");
        FileFinder finder = name -> {
            if (name.equals("maven:a:b:1!/net")) {
                return found;
            }
            throw new IllegalArgumentException("is nowhere\nLook elsewhere.");
        };

        Bound<Model> bound = new Binder(Sample.CATALOG, finder).bind(file("{ file: 'maven:a:b:1!/net' }"), Model.class);
        ConfigException refused = catchThrowableOfType(
                ConfigException.class,
                () -> new Binder(Sample.CATALOG, finder).bind(file("{ file: 'maven:a:b:2' }"), Model.class));

        assertThat(bound.value().file()).isEqualTo(found);
        assertThat(bound.files()).containsExactly(found);
        assertThat(bound.nameFrom(folder, found)).isEqualTo("maven:a:b:1!/net");
        assertThat(bound.nameFrom(folder, folder.resolve("deep/net"))).isEqualTo("deep/net");
        assertThat(bound.nameFrom(folder.resolve("deep"), folder.resolve("a/../b")))
                .isEqualTo("../b");
        assertThat(refused.problems())
                .containsExactly(new Problem("job.yaml:1:9", "file", "is nowhere", "Look elsewhere."));
    }

    private <T extends Record> T bind(Class<T> type, String yaml) {
        return new Binder(Sample.CATALOG).bind(file(yaml), type).value();
    }

    private List<Problem> problems(Class<? extends Record> type, String yaml) {
        return catchThrowableOfType(ConfigException.class, () -> bind(type, yaml))
                .problems();
    }

    private YamlFile file(String yaml) {
        return YamlFile.parse("job.yaml", folder, yaml);
    }
}
