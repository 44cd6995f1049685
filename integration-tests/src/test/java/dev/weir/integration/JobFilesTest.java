package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.weir.integration.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code weir check} says of files that are wrong and of files that only look so. Each file of
 * {@code bad/} is wrong in the way of its name; what is said of it stands beside it, word for word.
 */
class JobFilesTest {
    private static final Path BAD = Path.of("src/test/resources/bad");
    private static final Path GOOD = Path.of("src/test/resources/good");

    /** {@code -Dweir.golden.write=true} writes the texts instead of comparing them; read what it wrote. */
    private static final boolean WRITES = Boolean.getBoolean("weir.golden.write");

    @ParameterizedTest
    @MethodSource("badFiles")
    void aBadFileIsRefusedInTheseWords(Path file) throws IOException {
        Ended ended = InProcess.weir("check", file.toString());

        String said = ended.err().replace(BAD + "/", "");
        if (WRITES) {
            Files.writeString(golden(file), said);
        }
        assertThat(said).isEqualTo(Files.readString(golden(file)));
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("goodFiles")
    void aGoodFilePasses(Path file) {
        Ended ended = InProcess.weir("check", file.toString());

        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).isEqualToIgnoringNewLines(file + " is right; nothing was run.");
    }

    @Test
    void everyTextBelongsToAFile() throws IOException {
        assertThat(files(BAD, ".txt"))
                .containsExactlyElementsOf(
                        badFiles().stream().map(JobFilesTest::golden).sorted().toList());
    }

    @Test
    void textsAreComparedAndNotWritten() {
        if (WRITES) {
            fail("weir.golden.write is on: the texts were written, nothing was tested");
        }
    }

    static List<Path> badFiles() throws IOException {
        return files(BAD, ".yaml");
    }

    static List<Path> goodFiles() throws IOException {
        return files(GOOD, ".yaml");
    }

    private static Path golden(Path yaml) {
        return yaml.resolveSibling(yaml.getFileName().toString().replace(".yaml", ".txt"));
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
