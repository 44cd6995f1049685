package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.integration.Distribution.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines, right and wrong: 2 for a wrong one, with what to write instead. */
class CommandLineTest {

    @Test
    void anUnknownCommand() {
        Ended ended = InProcess.weir("chek", "job.yaml");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("'chek'", "Did you mean: weir check").doesNotContain("\tat ");
    }

    @Test
    void noCommand() {
        Ended ended = InProcess.weir();

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("Missing required subcommand", "run", "check", "list", "explain", "schema");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check"})
    void noFile(String command) {
        Ended ended = InProcess.weir(command);

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("Missing required parameter: 'FILE'", "Usage: weir " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check"})
    void aFileThatDoesNotExist(String command) {
        Ended ended = InProcess.weir(command, "no/such.yaml");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("""
                no/such.yaml: there is no such file
                  Name a job's YAML file.
                1 problem; nothing was run.
                """);
    }

    @Test
    void aFolderForAFile() {
        Ended ended = InProcess.weir("check", "src");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("""
                src: is a folder, not a file
                  Name a job's YAML file.
                1 problem; nothing was run.
                """);
    }

    @Test
    void aFileThatIsNoText(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("job.yaml"), "job: f\u00fcr".getBytes(StandardCharsets.ISO_8859_1));

        Ended ended = InProcess.weir("check", file.toString());

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo(file + """
                : is not text in UTF-8
                  Save it as UTF-8.
                1 problem; nothing was run.
                """);
    }

    @Test
    void aNameThatNothingHas() {
        Ended ended = InProcess.weir("explain", "nonsense");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .startsWith("nothing is named 'nonsense'. Loaded: ")
                .contains(" csv, dawin, energy, entropy, ", "Usage: weir explain");
    }

    @Test
    void aJobIsExplainedByItsKeys() {
        Ended ended = InProcess.weir("explain", "cascade");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).startsWith("job 'cascade'").contains("\n  stages: ", "\n  report: ");
    }

    @Test
    void aModelIsExplainedByWhatItCanDo() {
        Ended ended = InProcess.weir("explain", "tensorflow");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out())
                .contains("\n  can, by its settings: infer, features, train, save, export, weights, mix,"
                        + " output-gradients\n");
    }

    @Test
    void aNameThatIsAlmostRight() {
        assertThat(InProcess.weir("explain", "entrpy").err())
                .startsWith("nothing is named 'entrpy'. Did you mean 'entropy'? Loaded: ");
    }

    @Test
    void aPluginFolderThatDoesNotExist() {
        Ended ended = InProcess.weir(List.of(Path.of("no/plugins")), "list");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).startsWith("--plugins: there is no folder or file no/plugins");
    }

    @Test
    void anUnknownOption() {
        Ended ended = InProcess.weir("check", "--plugin", "x", "job.yaml");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("Unknown option", "'--plugin'");
    }

    @Test
    void aFolderWithoutPluginsOffersNothing(@TempDir Path folder) {
        Ended ended = InProcess.weir(List.of(folder), "list");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check", "list", "explain", "schema"})
    void everyCommandHasHelp(String command) {
        Ended ended = InProcess.weir(command, "--help");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).startsWith("Usage: weir " + command).contains("--plugins", "Exit codes:");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void weirItselfHasHelp() {
        Ended ended = InProcess.weir("--help");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).startsWith("Usage: weir").contains("run", "check", "list", "explain", "schema");
    }

    @Test
    void theVersion() {
        Ended ended = InProcess.weir("--version");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).isEqualToIgnoringNewLines("Weir 1.0.0");
    }
}
