package dev.weir.runtime.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Features;
import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.RowBlocks;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.runtime.report.HtmlReport;
import dev.weir.runtime.select.CandidateOutputs;
import dev.weir.runtime.select.Scoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The report of a tiny recorded benchmark, word for word. */
class BenchmarkReportTest {
    private static final Path GOLDEN = Path.of("src/test/resources/dev/weir/runtime/benchmark");

    /** {@code -Dweir.golden.write=true} writes the files instead of comparing them; read what it wrote. */
    private static final boolean WRITES = Boolean.getBoolean("weir.golden.write");

    private static final Labels LABELS = new Labels(2, new int[] {0, 1, 0, 1, 0, 1, 0, 1});

    /** The mean of the first feature among the examples of class 1 less that among class 0. */
    private record Difference() implements TransferabilityScore {

        @Override
        public Set<Need> needs() {
            return Set.of(Need.FEATURES);
        }

        @Override
        public Transferability score(Evidence evidence) {
            RowBlocks rows = evidence.rows(Need.FEATURES);
            double[] sums = new double[2];
            rows.read((from, count, values) -> {
                for (int i = 0; i < count; i++) {
                    sums[evidence.labels().at(from + i)] += values[i * rows.width()];
                }
            });
            int[] counts = evidence.labels().counts();
            return Transferability.of(sums[1] / counts[1] - sums[0] / counts[0]);
        }
    }

    private static BenchmarkReport recorded() {
        ScoreSheet sheet = new ScoreSheet(List.of(new Difference()), LABELS, 4, 7);
        Scoring scoring = new Scoring(LABELS, score -> {
            throw new AssertionError("it keeps its contract");
        });
        double[][] features = {
            {0, 1, 0, 1, 0, 1, 0, 1}, {0, 3, 1, 2, 1, 4, 0, 2}, {1, 1, 0, 0, 1, 1, 0, 1}, {0, 2, 0, 2, 1, 1, 0, 1}
        };
        List<String> names = List.of("a", "b", "c", "d");
        List<TargetResult.Candidate> candidates = new ArrayList<>();
        int[] right = {70, 90, 60, 80};
        for (int i = 0; i < 4; i++) {
            sheet.measure(
                    names.get(i),
                    new CandidateOutputs(
                            Map.of(Need.FEATURES, new Features(8, 1, features[i])), Map.of(), OptionalLong.empty()),
                    scoring);
            candidates.add(new TargetResult.Candidate(
                    names.get(i),
                    i < 2 ? "plain" : "",
                    i < 2 ? "all weights" : "head",
                    OptionalDouble.of(100 * (i + 1)),
                    i < 2 ? OptionalDouble.of(0.9 + 0.05 * i) : OptionalDouble.empty(),
                    OptionalDouble.of(0.5 + 0.1 * (i % 2)),
                    new Cell("key", right[i], 100, List.of(0.5, right[i] / 100.0), "")));
        }
        sheet.failed("e", "its file is damaged");
        candidates.add(new TargetResult.Candidate(
                "e",
                "",
                "head",
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Cell.failed("key", List.of(), "training e diverged in epoch 1: the loss is NaN")));
        Map<String, Integer> examples = new LinkedHashMap<>();
        examples.put("train", 8);
        examples.put("validation", 20);
        examples.put("test", 100);
        return new BenchmarkReport(List.of(new TargetResult("x", 2, examples, candidates, sheet)), 4, 7);
    }

    private static ObjectNode report() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.putObject("matrix")
                .put("file", "out/matrix.json")
                .put("computed", 4)
                .put("kept", 0);
        report.set("targets", recorded().targets());
        return report;
    }

    @Test
    void theReportIsAsItStands() throws IOException {
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        assertIs("recorded.json", json.writeValueAsString(report()) + "\n");
    }

    @Test
    void theTableIsAsItStands() throws IOException {
        assertIs("recorded.txt", BenchmarkReport.table(report()).replace(System.lineSeparator(), "\n"));
    }

    @Test
    void thePointsOfThePlotsAreValueAccuracyAndName() {
        JsonNode points = recorded().plots().path(0).path("scores").path(0).path("points");

        assertThat(points).hasSize(4); // what failed has no accuracy
        assertThat(points.path(0).path(0).asDouble()).isEqualTo(1);
        assertThat(points.path(0).path(1).asDouble()).isEqualTo(0.7);
        assertThat(points.path(0).path(2).asString()).isEqualTo("a");
    }

    @Test
    void thePageHasATableOfScoresAndOneOfCandidatesForEachTarget() {
        ObjectNode plots = JsonNodeFactory.instance.objectNode();
        plots.set("transfer", recorded().plots());

        String page = HtmlReport.page(report(), plots);

        assertThat(page)
                .contains("Target x", ">Difference</th>", ">by source accuracy</th>", ">random</th>")
                .contains(">e</th>", "training e diverged in epoch 1: the loss is NaN")
                .contains("id=\"plot-transfer-0-0\"");
    }

    private static void assertIs(String name, String text) throws IOException {
        Path golden = GOLDEN.resolve(name);
        if (WRITES) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
        assertThat(WRITES).as("the files were written, nothing was tested").isFalse();
    }
}
