package dev.weir.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.plugin.PluginException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WeirCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine weir =
            WeirCommand.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatIsDoneExitsWithZero() {
        assertThat(weir.execute("--version")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("Weir 1.0.0");
        assertThat(weir.execute("list", "--plugins", folder.toString())).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aWrongFileExitsWithTwo() throws IOException {
        Path file = Files.writeString(folder.resolve("job.yaml"), "jobb: cascade");

        assertThat(weir.execute("check", file.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith(file + ":1:1: job: is missing").contains("1 problem; nothing was run.");
    }

    @Test
    void anUnknownJobIsToldWithTheJobsThereAre() throws IOException {
        Path file = Files.writeString(folder.resolve("job.yaml"), "seed: 7\njob: cascde");

        assertThat(weir.execute("run", file.toString())).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(file + ":2:6: job: no job is named 'cascde'")
                .contains("Did you mean 'cascade'? Jobs: benchmark, cascade, explore, interpolate, merge, select.");
    }

    @Test
    void aFileThatIsNotThereExitsWithTwo() {
        assertThat(weir.execute("run", folder.resolve("none.yaml").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there is no such file");
    }

    @Test
    void aWrongCommandLineExitsWithTwo() {
        assertThat(weir.execute("run")).isEqualTo(2);
        assertThat(weir.execute("walk")).isEqualTo(2);
        assertThat(weir.execute("explain", "entropy")).isEqualTo(2);
    }

    @Test
    void aWrongPluginExitsWithThree() throws IOException {
        Files.writeString(folder.resolve("half.jar"), "half a download");

        assertThat(weir.execute("list", "--plugins", folder.toString())).isEqualTo(3);
        assertThat(err.toString())
                .startsWith("plugin half.jar: it is not a readable archive")
                .doesNotContain("\tat ");
    }

    @Test
    void aRunThatFailsExitsWithOneAndSaysWhy() throws Exception {
        assertThat(end(new IllegalStateException("no threshold reaches risk 0.01")))
                .isEqualTo(1);
        assertThat(err.toString()).isEqualToIgnoringNewLines("The run failed: no threshold reaches risk 0.01");
        assertThat(end(new IOException("disk full"))).isEqualTo(1);
        assertThat(err.toString()).endsWith("The run failed: disk full" + System.lineSeparator());
        assertThat(end(new NoSuchFileException("a.csv"))).isEqualTo(1); // its message is a name alone
        assertThat(err.toString()).endsWith("The run failed: NoSuchFileException: a.csv" + System.lineSeparator());
    }

    @Test
    void aBugExitsWithOneAndShowsItsTrace() throws Exception {
        assertThat(end(new ArrayIndexOutOfBoundsException("7"))).isEqualTo(1);
        assertThat(err.toString()).contains("This is a bug in Weir or in a plugin", "\tat ");
    }

    @Test
    void aMistakeThatShowsOnlyInTheRunIsStillAMistake() throws Exception {
        assertThat(end(new ConfigException(new Problem("job.yaml:1:1", "data", "is wrong", ""))))
                .isEqualTo(2);
        assertThat(end(new PluginException("plugin scores 1.0.0: is wrong"))).isEqualTo(3);
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    private int end(Exception failure) throws Exception {
        return weir.getExecutionExceptionHandler().handleExecutionException(failure, weir, weir.parseArgs());
    }
}
