package dev.weir.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Inputs;
import dev.weir.api.Progress;
import dev.weir.api.Texts;
import dev.weir.runtime.config.Binder;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.JobFile;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.split.Extent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class RepeatedRunTest {

    /** A job whose accuracy is its level plus a hundredth of its seed; a level below 0 fails in the run. */
    @JobFile
    record Settings(String job, long seed, double level, Path data, String report) {}

    private final List<String> ran = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();

    @TempDir
    private Path work;

    private final class Fake implements Job<Settings> {
        @Override
        public String name() {
            return "fake";
        }

        @Override
        public Class<Settings> settings() {
            return Settings.class;
        }

        @Override
        public Prepared prepare(Bound<Settings> file, Extent extent) {
            Settings settings = file.value();
            if (settings.level() > 1) {
                throw new ConfigException(file.problem("level", "must be at most 1, got " + settings.level(), ""));
            }
            return new Prepared() {
                @Override
                public String reportFolder() {
                    return settings.report();
                }

                @Override
                public long seed() {
                    return settings.seed();
                }

                @Override
                public Inputs testInputs() {
                    return new Texts(List.of());
                }

                @Override
                public Results run(RunContext context) throws IOException {
                    if (settings.level() < 0) {
                        throw new IllegalStateException("lost its way");
                    }
                    ran.add(extent + " " + settings.level() + " " + settings.seed());
                    Files.writeString(context.folder().file("bundle/model"), "weights");
                    ObjectNode report = JsonNodeFactory.instance.objectNode();
                    report.putObject("cascade").put("accuracy", settings.level() + settings.seed() / 100.0);
                    ObjectNode nothing = JsonNodeFactory.instance.objectNode();
                    return new Results(nothing, report, nothing, nothing, "a table");
                }
            };
        }
    }

    @BeforeEach
    void data() throws IOException {
        Files.writeString(work.resolve("data.csv"), "1,2");
    }

    private JobRunner.Finished run(String repeats, Extent extent) throws IOException {
        Path file = Files.writeString(
                work.resolve("job.yaml"),
                "job: fake\nlevel: 0.5\ndata: data.csv\nreport: " + work.resolve("out") + "\n" + repeats);
        Progress lines = (doing, done, total, detail) -> progress.add(doing + " " + done + "/" + total);
        return new JobRunner(new Binder(PluginCatalog.of(List.of())), new Jobs(Map.of("fake", new Fake())))
                .run(file, extent, ModelCache.off(), lines);
    }

    private JsonNode report() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(work.resolve("out/report.json")));
    }

    @Test
    void oneSeedLeavesOneReport() throws IOException {
        assertThat(run("seed: 3", Extent.WHOLE).table()).isEqualTo("a table");

        assertThat(report().at("/seed").asLong()).isEqualTo(3);
        assertThat(work.resolve("out/runs")).doesNotExist();
    }

    @Test
    void everyRunLeavesItsOwnReportAndTheWholeASummary() throws IOException {
        run("seeds: [1, 3]\nvariants: { plain: {}, low: { level: 0.1 } }", Extent.WHOLE);

        assertThat(ran).containsExactly("WHOLE 0.5 1", "WHOLE 0.5 3", "WHOLE 0.1 1", "WHOLE 0.1 3");
        for (String folder : List.of("plain-1", "plain-3", "low-1", "low-3")) {
            assertThat(work.resolve("out/runs").resolve(folder))
                    .isDirectoryContaining("glob:**/report.json")
                    .isDirectoryContaining("glob:**/report.html")
                    .isDirectoryContaining("glob:**/rules.json")
                    .isDirectoryContaining("glob:**/bundle");
        }
        JsonNode report = report();
        assertThat(report.propertyNames())
                .containsExactly("weir", "job", "seeds", "config", "plugins", "digests", "seconds", "summary", "runs");
        assertThat(report.at("/summary/1/variant").asString()).isEqualTo("low");
        assertThat(report.at("/summary/0/cascade/accuracy").asDouble()).isEqualTo(0.52);
        assertThat(report.at("/runs/3/folder").asString()).isEqualTo("runs/low-3");
        assertThat(report.at("/runs/3/seed").asLong()).isEqualTo(3);
        assertThat(report.at("/runs/3/cascade/accuracy").asDouble()).isEqualTo(0.13);
        assertThat(report.at("/config/variants/low/level").asDouble()).isEqualTo(0.1);
        assertThat(Files.readString(work.resolve("out/report.html"))).contains("href=\"runs/low-3/report.html\"");
    }

    @Test
    void aRunWithoutVariantsIsCalledRun() throws IOException {
        run("seeds: [1]", Extent.WHOLE);

        assertThat(work.resolve("out/runs/run-1/report.json")).exists();
        assertThat(report().at("/runs/0/variant").isNull()).isTrue();
    }

    @Test
    void finishedRunsAreNotRepeated() throws IOException {
        run("seeds: [1, 2]", Extent.WHOLE);
        JsonNode first = report();
        ran.clear();
        progress.clear();

        run("seeds: [1, 2, 3]\n# a comment changes nothing", Extent.WHOLE);

        assertThat(ran).containsExactly("WHOLE 0.5 3");
        assertThat(progress).containsExactly("reusing run-1 1/3", "reusing run-2 2/3", "running run-3 3/3");
        assertThat(report().at("/runs/0")).isEqualTo(first.at("/runs/0"));
    }

    @Test
    void otherSettingsRepeatARun() throws IOException {
        run("seeds: [1]", Extent.WHOLE);
        ran.clear();

        run("seeds: [1]\nvariants: { run: { level: 0.6 } }", Extent.WHOLE);

        assertThat(ran).containsExactly("WHOLE 0.6 1");
        assertThat(report().at("/runs/0/cascade/accuracy").asDouble()).isEqualTo(0.61);
    }

    @Test
    void otherDataRepeatARun() throws IOException {
        run("seeds: [1]", Extent.WHOLE);
        Files.writeString(work.resolve("data.csv"), "1,3");

        run("seeds: [1]", Extent.WHOLE);

        assertThat(ran).hasSize(2);
    }

    @Test
    void aRunThatLacksAFileIsRepeated() throws IOException {
        run("seeds: [1]", Extent.WHOLE);
        Files.delete(work.resolve("out/runs/run-1/rules.json"));

        run("seeds: [1]", Extent.WHOLE);

        assertThat(ran).hasSize(2);
    }

    @Test
    void aJobThatFailsLosesOnlyTheRunInFlight() throws IOException {
        assertThatThrownBy(() -> run("seeds: [1]\nvariants: { good: {}, bad: { level: -1 } }", Extent.WHOLE))
                .hasMessage("lost its way");
        assertThat(work.resolve("out/report.json")).doesNotExist();

        run("seeds: [1]\nvariants: { good: {}, bad: { level: 0 } }", Extent.WHOLE);

        assertThat(ran).containsExactly("WHOLE 0.5 1", "WHOLE 0.0 1");
    }

    @Test
    void everyMistakeOfEveryVariantIsToldOnceAndNothingIsRun() {
        assertThatThrownBy(() -> run("""
                        sed: 3
                        seeds: [1, 2]
                        variants:
                          plain: {}
                          high: { level: 2 }
                          wrong: { datta: x }
                        """, Extent.WHOLE))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.path() + ": " + problem.message())
                                .containsExactly("sed: unknown key", "variants.wrong.datta: unknown key"));
        assertThatThrownBy(() -> run("seeds: [1, 2]\nvariants: { a: {}, high: { level: 2 } }", Extent.WHOLE))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.path() + ": " + problem.message())
                                .containsExactly("variants.high.level: must be at most 1, got 2.0"));
        assertThat(ran).isEmpty();
    }

    @Test
    void aQuickRunTakesTheFirstSeedAndLeavesTheReportAlone() throws IOException {
        run("seeds: [1, 2]\nvariants: { a: {}, b: {} }", Extent.WHOLE);
        ran.clear();
        progress.clear();

        Path folder =
                run("seeds: [1, 2]\nvariants: { a: {}, b: {} }", Extent.QUICK).folder();

        assertThat(folder).isEqualTo(work.resolve("out-quick"));
        assertThat(ran).containsExactly("QUICK 0.5 1", "QUICK 0.5 1");
        assertThat(progress).startsWith("quick 1/1");
        assertThat(report().at("/runs")).hasSize(4);
    }

    @Test
    void aQuickRunOfOneSeedHasItsOwnFolderToo() throws IOException {
        assertThat(run("seed: 4", Extent.QUICK).folder()).isEqualTo(work.resolve("out-quick"));

        assertThat(ran).containsExactly("QUICK 0.5 4");
        assertThat(work.resolve("out")).doesNotExist();
    }
}
