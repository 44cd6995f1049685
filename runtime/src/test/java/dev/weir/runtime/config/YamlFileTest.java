package dev.weir.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "no, str",
        "yes, str",
        "on, str",
        "0x1F, str",
        "0o17, str",
        "12:30:00, str",
        "2026-11-22, str",
        "1_000, str",
        "<<, str",
        "nan, str",
        "1e, str",
        "., str",
        "-, str",
        "010, int",
        "+1, int",
        "-1, int",
        "0, int",
        "1e-3, float",
        "390e6, float",
        ".5, float",
        "5., float",
        "-1.5E+3, float",
        ".inf, float",
        "-.INF, float",
        ".NaN, float",
        "+.inf, float",
        "true, bool",
        "False, bool",
        "TRUE, bool",
        "tRUE, str",
        "~, null",
        "null, null",
        "NULL, null",
        "nULL, str"
    })
    void scalarsAreThoseOfYaml12(String text, String tag) {
        assertThat(YamlFile.compose("[" + text + "]"))
                .asString()
                .contains("tag:yaml.org,2002:" + tag + ", value=" + text);
    }

    @Test
    void saysWhereAKeyStands() {
        YamlFile file = YamlFile.parse("job.yaml", folder, "# first\njob: cascade\n\nseed:   7\n");

        assertThat(file.topLevel("job")).isEqualTo("cascade");
        assertThat(file.topLevel("report")).isEmpty();
        assertThat(file.placeOf("seed")).isEqualTo("job.yaml:4:9");
        assertThat(file.placeOf("report")).isEqualTo("job.yaml:2:1");
    }

    @Test
    void readsAFileSavedOnWindows() throws IOException {
        Path file = Files.writeString(folder.resolve("job.yaml"), "\uFEFFjob: cascade\r\nseed: 7\r\n");

        assertThat(YamlFile.read(file).topLevel("job")).isEqualTo("cascade");
        assertThat(YamlFile.read(file).folder()).isEqualTo(folder.toAbsolutePath());
    }

    @Test
    void aKeyThatStandsTwiceIsRefusedWhereverItStands() {
        assertThat(problems("a: 1\nb:\n  - c: 1\n    c: 2\na: 3\n"))
                .containsExactly(
                        "job.yaml:4:5: b[0].c: this key stands here twice\n"
                                + "  It stands already in line 3. Keep one of them.",
                        "job.yaml:5:1: a: this key stands here twice\n"
                                + "  It stands already in line 1. Keep one of them.");
    }

    @Test
    void anAliasRepeatsItsAnchor() {
        assertThat(YamlFile.parse("job.yaml", folder, "a: &x cascade\njob: *x").topLevel("job"))
                .isEqualTo("cascade");
    }

    @Test
    void anAnchorThatHoldsItselfIsRefused() {
        assertThat(problems("a: &x [1, *x]"))
                .containsExactly("job.yaml:1:4: a[1]: an anchor holds itself\n  Write the value out.");
    }

    @Test
    void aliasesThatMultiplyAreRefused() {
        StringBuilder text = new StringBuilder("a0: &a0 [1]\n");
        for (int i = 1; i <= 30; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }

        assertThat(problems(text.toString()))
                .singleElement()
                .asString()
                .startsWith("job.yaml: is refused: Number of aliases");
    }

    @Test
    void aNestThatIsTooDeepIsRefused() {
        assertThat(problems("a: " + "[".repeat(1000) + "]".repeat(1000)))
                .singleElement()
                .asString()
                .startsWith("job.yaml: is refused: Nesting Depth exceeded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"!!java.net.URL 'http://a'", "!mine 3", "!!binary aGk=", "!!set { b }", "!!timestamp 2026-11-22"
            })
    void aTagIsRefused(String value) {
        assertThat(problems("a: " + value))
                .singleElement()
                .asString()
                .startsWith("job.yaml:1:4: ")
                .contains(" not allowed");
    }

    @Test
    void aKeyThatIsNoWordIsRefused() {
        assertThat(problems("? [a]\n: 1")).containsExactly("job.yaml:1:3: a key must be a word");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n", "---\n"})
    void anEmptyFileIsRefused(String text) {
        assertThat(problems(text))
                .singleElement()
                .asString()
                .startsWith("job.yaml")
                .endsWith("\n  Begin with: job: cascade");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a]", "cascade", "7"})
    void whatIsNoMappingIsRefused(String text) {
        assertThat(problems(text))
                .containsExactly("job.yaml:1:1: must be a mapping (key: value)\n  Begin with: job: cascade");
    }

    @Test
    void whatIsNotYamlIsRefusedWhereItEnds() {
        assertThat(problems("a: 1\nb: [1, 2\nc: 3"))
                .singleElement()
                .asString()
                .startsWith("job.yaml:3:2: is not YAML: ");
        assertThat(problems("a: 1\n---\nb: 2"))
                .singleElement()
                .asString()
                .startsWith("job.yaml:2:1: a second document begins here");
    }

    @Test
    void whatIsNotUtf8IsRefused() throws IOException {
        Path file = Files.write(folder.resolve("job.yaml"), "name: Zürich".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(catchThrowableOfType(ConfigException.class, () -> YamlFile.read(file)))
                .hasMessage(file + ": is not text in UTF-8\n  Save it as UTF-8.\n1 problem; nothing was run.");
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        Path file = folder.resolve("none.yaml");

        assertThat(catchThrowableOfType(ConfigException.class, () -> YamlFile.read(file)))
                .hasMessageStartingWith(file + ": there is no such file");
    }

    private List<String> problems(String text) {
        return catchThrowableOfType(ConfigException.class, () -> YamlFile.parse("job.yaml", folder, text))
                .problems()
                .stream()
                .map(Problem::toString)
                .toList();
    }
}
