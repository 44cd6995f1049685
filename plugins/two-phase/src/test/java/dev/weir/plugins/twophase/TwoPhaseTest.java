package dev.weir.plugins.twophase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Progress;
import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.ModelSelector;
import dev.weir.api.selection.ModelSelectorContract;
import dev.weir.api.selection.PerformanceMatrix;
import dev.weir.api.selection.Selection;
import dev.weir.api.selection.SelectionTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TwoPhaseTest implements ModelSelectorContract {
    /** Two that did alike, and one that did not. */
    private static final PerformanceMatrix MATRIX = new PerformanceMatrix(
            List.of("a", "b", "z"), List.of("p", "q"), List.of(List.of(0.8, 0.7, 0.3), List.of(0.6, 0.7, 0.5)));

    @Override
    public ModelSelector selector(Random random) {
        return new TwoPhase(
                new TestScores.Separation(),
                random.nextBoolean() ? ProxyScope.MEMBER : ProxyScope.REPRESENTATIVE,
                random.nextBoolean() ? ProxyScale.EXP : ProxyScale.MIN_MAX,
                OptionalInt.empty(),
                random.nextInt(6),
                random.nextInt(1, 4),
                OptionalDouble.empty(),
                random.nextDouble(0.1),
                random.nextInt(1, 5),
                random.nextInt(1, 6),
                random.nextInt(3),
                List.of());
    }

    @Test
    void aClusterHasTheProxyOfItsRepresentative() {
        HistoryRunner runner = new HistoryRunner(Map.of(), Map.of("a", Math.log(0.5), "b", Math.log(0.9)));

        Selection found = twoPhase(ProxyScope.REPRESENTATIVE, 0.12, List.of()).select(task(), runner, Progress.SILENT);

        // the means of a and b are 0.7: the first of them is asked
        assertThat(runner.asked()).containsExactly("a");
        assertThat(score(found, "a")).isCloseTo(0.7 * 0.5, within(1e-15));
        assertThat(score(found, "b")).isCloseTo(0.7 * 0.5, within(1e-15));
        // z alone: 0.4 times the cosine of (0.3, 0.5) and (0.8, 0.6) times the representative's 0.5
        assertThat(score(found, "z")).isCloseTo(0.4 * 0.54 / Math.sqrt(0.34) * 0.5, within(1e-15));
        assertThat(found.clusters()).containsExactly(List.of("a", "b"), List.of("z"));
        assertThat(found.recalled()).containsExactly("a", "b");
    }

    @Test
    void askedByMemberEachHasItsOwnProxy() {
        HistoryRunner runner = new HistoryRunner(Map.of(), Map.of("a", Math.log(0.5), "b", Math.log(0.9)));

        Selection found = twoPhase(ProxyScope.MEMBER, 0.12, List.of()).select(task(), runner, Progress.SILENT);

        assertThat(runner.asked()).containsExactly("a", "b");
        assertThat(score(found, "b")).isCloseTo(0.7 * 0.9, within(1e-15));
        assertThat(found.recalled()).containsExactly("b", "a");
    }

    @Test
    void whereTheRepresentativeFailsTheNextStandsForTheCluster() {
        HistoryRunner runner = new HistoryRunner(Map.of(), Map.of("b", Math.log(0.9)));

        Selection found = twoPhase(ProxyScope.REPRESENTATIVE, 0.12, List.of()).select(task(), runner, Progress.SILENT);

        assertThat(runner.asked()).containsExactly("a", "b");
        assertThat(score(found, "a")).isCloseTo(0.7 * 0.9, within(1e-15));
        assertThat(found.trace().notes())
                .containsExactly("'a' cannot stand for its cluster: it gives no probabilities.");
    }

    @Test
    void withoutAClusterOfTwoEachIsAskedForItself() {
        HistoryRunner runner =
                new HistoryRunner(Map.of(), Map.of("a", Math.log(0.5), "b", Math.log(0.9), "z", Math.log(1)));

        Selection found = twoPhase(ProxyScope.REPRESENTATIVE, 0.05, List.of()).select(task(), runner, Progress.SILENT);

        assertThat(runner.asked()).containsExactly("a", "b", "z");
        assertThat(score(found, "z")).isCloseTo(0.4, within(1e-15));
        assertThat(found.trace().notes())
                .containsExactly("No two candidates are alike enough to share a cluster, so each one's own proxy score"
                        + " was asked: raise cluster-threshold to spare them.");
    }

    @Test
    void aScaleBetweenTheExtremesMakesTheHighestProxyOne() {
        HistoryRunner runner = new HistoryRunner(Map.of(), Map.of("a", -3.0, "b", 5.0, "z", 1.0));

        Selection found = new TwoPhase(
                        new TestScores.Unasked(),
                        ProxyScope.REPRESENTATIVE,
                        ProxyScale.MIN_MAX,
                        OptionalInt.of(2),
                        0,
                        1,
                        OptionalDouble.of(0),
                        0,
                        4,
                        5,
                        0,
                        List.of())
                .select(task(), runner, Progress.SILENT);

        assertThat(score(found, "a")).isZero();
        assertThat(score(found, "b")).isCloseTo(0.7, within(1e-15));
        assertThat(score(found, "z")).isCloseTo(0.2, within(1e-15));
    }

    @Test
    void givenClustersAreKeptAndANewModelJoinsThem() {
        HistoryRunner runner = new HistoryRunner(Map.of(), Map.of("a", -0.5));

        Selection found = twoPhase(ProxyScope.REPRESENTATIVE, 0.25, List.of(List.of("a"), List.of("z")))
                .select(task(), runner, Progress.SILENT);

        assertThat(found.clusters()).containsExactly(List.of("a", "b"), List.of("z"));
    }

    @Test
    void theOrderOfTheMatrixDoesNotMatterWhereNothingIsTied() {
        PerformanceMatrix turned = new PerformanceMatrix(
                List.of("z", "b", "a"), List.of("p", "q"), List.of(List.of(0.3, 0.7, 0.81), List.of(0.5, 0.7, 0.6)));
        PerformanceMatrix straight = new PerformanceMatrix(
                List.of("a", "b", "z"), List.of("p", "q"), List.of(List.of(0.81, 0.7, 0.3), List.of(0.6, 0.7, 0.5)));
        List<Selection> found = new ArrayList<>();
        for (PerformanceMatrix matrix : List.of(turned, straight)) {
            found.add(twoPhase(ProxyScope.REPRESENTATIVE, 0.12, List.of())
                    .select(
                            new SelectionTask(task().candidates(), matrix, 1),
                            new HistoryRunner(Map.of(), Map.of("a", -0.5)),
                            Progress.SILENT));
        }

        assertThat(found.get(0).ranking()).isEqualTo(found.get(1).ranking());
        assertThat(found.get(0).clusters()).isEqualTo(found.get(1).clusters());
    }

    @Test
    void aTaskThatDoesNotFitIsRefusedByTheSetting() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> twoPhase(ProxyScope.MEMBER, 0.1, List.of(List.of("a"), List.of("a")))
                        .check(task()))
                .withMessageStartingWith("clusters: 'a' stands twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        twoPhase(ProxyScope.MEMBER, 0.1, List.of(List.of("x"))).check(task()))
                .withMessageStartingWith("clusters: 'x' is no candidate of the zoo");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> twoPhase(ProxyScope.MEMBER, 0.1, List.of())
                        .check(new SelectionTask(List.of(new Candidate("a", Map.of())), MATRIX, 1)))
                .withMessageStartingWith("recall: must be at most 1, the candidates of the zoo, got 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> twoPhase(ProxyScope.MEMBER, 0.1, List.of())
                        .check(new SelectionTask(
                                List.of(new Candidate("a", Map.of()), new Candidate("new", Map.of())), MATRIX, 1)))
                .withMessageStartingWith("the matrix has no results of 'new'");
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> twoPhase(ProxyScope.MEMBER, -0.1, List.of()))
                .withMessage("cluster-threshold must be finite and at least 0, got -0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SuccessiveHalving(5, 0, 2))
                .withMessage("step must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SuccessiveHalving(5, 1, 1))
                .withMessage("eta must be at least 2, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BruteForce(0))
                .withMessage("epochs must be at least 1, got 0");
    }

    private static TwoPhase twoPhase(ProxyScope scope, double threshold, List<List<String>> clusters) {
        return new TwoPhase(
                new TestScores.Unasked(),
                scope,
                ProxyScale.EXP,
                OptionalInt.of(2),
                0,
                1,
                OptionalDouble.of(threshold),
                0,
                4,
                5,
                0,
                clusters);
    }

    private static SelectionTask task() {
        return new SelectionTask(
                List.of(new Candidate("a", Map.of()), new Candidate("b", Map.of()), new Candidate("z", Map.of())),
                MATRIX,
                1);
    }

    private static double score(Selection of, String name) {
        return of.ranking().stream()
                .filter(ranked -> ranked.name().equals(name))
                .findFirst()
                .orElseThrow()
                .score()
                .value()
                .orElseThrow();
    }
}
