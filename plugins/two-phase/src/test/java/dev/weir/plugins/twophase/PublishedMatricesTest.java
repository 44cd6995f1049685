package dev.weir.plugins.twophase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.api.Progress;
import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.PerformanceMatrix;
import dev.weir.api.selection.Selection;
import dev.weir.api.selection.SelectionTask;
import dev.weir.api.selection.TransferabilityScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The clusters and recalls of the paper's own matrices, which are not part of Weir: the system property
 * {@code weir.two-phase.data}, or the environment variable {@code WEIR_TWO_PHASE_DATA}, names a folder with
 * {@code nlp/matrix.txt}, {@code nlp/leep_score_multirc.txt}, {@code cv/matrix.txt} and {@code cv/leep_score_xray.txt}
 * of github.com/plasware/two-phase-selection. Without it these tests are skipped.
 */
class PublishedMatricesTest {
    private static final TransferabilityScore PROXY = new TestScores.Unasked();

    @Test
    void thirtyNineLanguageModelsFormSixteenClusters() throws IOException {
        PerformanceMatrix matrix = matrix("nlp/matrix.txt");
        Clustering found = clustering(matrix, 0.09);

        assertThat(clusters(found, 2))
                .containsExactlyInAnyOrder(
                        List.of(0, 6, 18),
                        List.of(1, 5, 8, 19, 25, 27, 34),
                        List.of(2, 4, 23, 31, 35),
                        List.of(3, 11),
                        List.of(7, 26, 37),
                        List.of(13, 28, 29, 30),
                        List.of(14, 15, 16, 32, 33),
                        List.of(20, 36));
        assertThat(found.clusters().count()).isEqualTo(16);
    }

    @Test
    void thirtyImageModelsFormSixClusters() throws IOException {
        Clustering found = clustering(matrix("cv/matrix.txt"), 0.03);

        assertThat(clusters(found, 1))
                .containsExactlyInAnyOrder(
                        List.of(0, 1, 5, 6, 7, 10, 27),
                        List.of(2, 18, 23, 26),
                        List.of(3, 4, 8, 9, 11, 12, 13, 14, 16, 17, 24, 25, 28, 29),
                        List.of(15, 22),
                        List.of(20, 21),
                        List.of(19));
    }

    @Test
    void multiRcRecallsFifteenLanguageModelsInOrder() throws IOException {
        Selection found = recall("nlp/matrix.txt", "nlp/leep_score_multirc.txt", 0.09);

        assertThat(places("nlp/matrix.txt", found))
                .containsExactly(23, 31, 35, 4, 2, 30, 28, 13, 26, 37, 25, 29, 19, 27, 8);
        assertThat(found.ranking().get(0).score().value().orElseThrow()).isCloseTo(0.35886111094249573, within(1e-15));
    }

    @Test
    void xRayRecallsFifteenImageModelsInOrder() throws IOException {
        Selection found = recall("cv/matrix.txt", "cv/leep_score_xray.txt", 0.03);

        assertThat(places("cv/matrix.txt", found))
                .containsExactly(27, 1, 23, 0, 17, 9, 14, 8, 28, 4, 29, 21, 26, 24, 16);
        assertThat(found.ranking().get(0).score().value().orElseThrow()).isCloseTo(0.5307057248311359, within(1e-15));
    }

    @Test
    void askingRepresentativesAloneAsksOneOfEachCluster() throws IOException {
        PerformanceMatrix matrix = matrix("nlp/matrix.txt");
        HistoryRunner runner = new HistoryRunner(Map.of(), proxies("nlp/leep_score_multirc.txt"));

        new TwoPhase(
                        PROXY,
                        ProxyScope.REPRESENTATIVE,
                        ProxyScale.EXP,
                        OptionalInt.of(15),
                        0,
                        1,
                        OptionalDouble.of(0.09),
                        0,
                        4,
                        5,
                        0,
                        List.of())
                .select(task(matrix), runner, Progress.SILENT);

        assertThat(runner.asked()).hasSize(8);
    }

    private static Selection recall(String matrix, String proxies, double threshold) throws IOException {
        return new TwoPhase(
                        PROXY,
                        ProxyScope.MEMBER, // as the paper's code does
                        ProxyScale.EXP,
                        OptionalInt.of(15),
                        0,
                        1,
                        OptionalDouble.of(threshold),
                        0,
                        4,
                        5,
                        0,
                        List.of())
                .select(task(matrix(matrix)), new HistoryRunner(Map.of(), proxies(proxies)), Progress.SILENT);
    }

    private static SelectionTask task(PerformanceMatrix matrix) {
        return new SelectionTask(
                matrix.models().stream()
                        .sorted()
                        .map(name -> new Candidate(name, Map.of()))
                        .toList(),
                matrix,
                1);
    }

    private static Clustering clustering(PerformanceMatrix matrix, double threshold) {
        return Clustering.of(
                Performance.of(matrix, Set.copyOf(matrix.models())),
                new Distances(5),
                OptionalDouble.of(threshold),
                0,
                1,
                Progress.SILENT);
    }

    private static List<List<Integer>> clusters(Clustering of, int least) {
        return of.clusters().members().stream()
                .filter(cluster -> cluster.size() >= least)
                .toList();
    }

    private static List<Integer> places(String matrix, Selection of) throws IOException {
        List<String> models = matrix(matrix).models();
        return of.recalled().stream().map(models::indexOf).toList();
    }

    private static PerformanceMatrix matrix(String name) throws IOException {
        List<String[]> rows = rows(name);
        List<List<Double>> accuracies = new ArrayList<>();
        for (String[] row : rows.subList(1, rows.size())) {
            accuracies.add(Stream.of(row).map(Double::valueOf).toList());
        }
        return new PerformanceMatrix(
                Arrays.asList(rows.get(0)),
                IntStream.range(0, accuracies.size()).mapToObj(String::valueOf).toList(),
                accuracies);
    }

    private static Map<String, Double> proxies(String name) throws IOException {
        List<String[]> rows = rows(name);
        Map<String, Double> proxies = new HashMap<>();
        for (int i = 0; i < rows.get(0).length; i++) {
            proxies.put(rows.get(0)[i], Double.valueOf(rows.get(1)[i]));
        }
        return proxies;
    }

    private static List<String[]> rows(String name) throws IOException {
        String environment = System.getenv().getOrDefault("WEIR_TWO_PHASE_DATA", "");
        String folder = System.getProperty("weir.two-phase.data", environment);
        Path file = Path.of(folder).resolve(name);
        assumeTrue(
                !folder.isEmpty() && Files.isRegularFile(file),
                "weir.two-phase.data names no folder with " + name + ", a file of the paper's repository");
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(line -> line.split("\t", -1))
                .collect(Collectors.toList());
    }
}
