package dev.weir.plugins.twophase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Progress;
import dev.weir.api.selection.SelectionTrace.Merge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusteringTest {

    @Test
    void theDistanceIsTheMeanOfTheLargestGaps() {
        Performance two = performance(7, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.8, 0.8, 0.4, 0.6, 0.1, 0.5, 0.1);

        // gaps .1 0 .3 0 .4 .1 .2
        assertThat(new Distances(5).of(two)[1]).isCloseTo((0.4 + 0.3 + 0.2 + 0.1 + 0.1) / 5, within(1e-15));
        assertThat(new Distances(2).of(two)[1]).isCloseTo(0.35, within(1e-15));
    }

    @Test
    void scoresThatAreNotPositiveCountAsMissing() {
        Performance six = performance(6, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.8, 0.8, 0.4, 0.6, 0.1, -0.04);
        Performance seven = performance(7, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.8, 0.8, 0.4, 0.6, 0.1, 0, 0.3);

        assertThat(new Distances(5).of(six)[1]).isInfinite(); // five in common, six needed
        assertThat(new Distances(5).of(seven)[1]).isCloseTo((0.4 + 0.3 + 0.1) / 5, within(1e-15));
    }

    @Test
    void aMatrixOfFewDataSetsIsComparedOnAllOfThem() {
        assertThat(new Distances(5).of(performance(2, 0.5, 0.7, 0.6, 0.4))[1]).isCloseTo(0.2, within(1e-15));
        assertThat(new Distances(5).of(performance(2, 0.5, 0.7, 0.6, -0.4))[1]).isInfinite();
    }

    @Test
    void theClosestClustersAreJoinedByTheirMeanDistance() {
        // on a line at 0, 1, 3, 7: 0-1 at 1, then 3 to {0, 1} at 2.5, then 7 to all at (7 + 6 + 4) / 3
        List<Merge> merges = Linkage.of(4, line(0, 1, 3, 7));

        assertThat(merges.stream().map(Merge::distance)).containsExactly(1.0, 2.5, 17.0 / 3);
        assertThat(merges.stream().map(merge -> List.of(merge.first(), merge.second())))
                .containsExactly(List.of(0, 1), List.of(4, 2), List.of(5, 3));
        assertThat(Clusters.cut(4, merges, 2.5).of()).containsExactly(0, 0, 0, 1);
        assertThat(Clusters.cut(4, merges, 2.4).of()).containsExactly(0, 0, 1, 2);
        assertThat(Clusters.cut(4, merges, 0).count()).isEqualTo(4);
    }

    @Test
    void ofEquallyClosePairsTheLowestNumbersAreJoinedFirst() {
        assertThat(Linkage.of(4, line(0, 1, 2, 3)).get(0)).isEqualTo(new Merge(0, 1, 1));
        assertThat(Linkage.of(4, line(0, 1, 2, 3)).get(1)).isEqualTo(new Merge(2, 3, 1));
    }

    @Test
    void modelsThatCannotBeComparedAreNeverJoined() {
        double[] distances = line(0, 1, 2);
        distances[2] = distances[6] = Double.POSITIVE_INFINITY; // the first and the last

        assertThat(Linkage.of(3, distances)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theLinkageIsThatOfSearchingAllPairsEachTime(long seed) {
        Random random = new Random(seed);
        double[] points = random.ints(12, 0, 30).asDoubleStream().toArray(); // many ties

        assertThat(Linkage.of(12, line(points)).stream().map(Merge::distance))
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b))
                .containsExactlyElementsOf(naive(points));
    }

    private static List<Double> naive(double[] points) {
        List<List<Double>> clusters = new ArrayList<>(
                Arrays.stream(points).mapToObj(point -> List.of(point)).toList());
        List<Double> merges = new ArrayList<>();
        while (clusters.size() > 1) {
            int[] best = {0, 1};
            for (int i = 0; i < clusters.size(); i++) {
                for (int j = i + 1; j < clusters.size(); j++) {
                    double gain =
                            mean(clusters.get(i), clusters.get(j)) - mean(clusters.get(best[0]), clusters.get(best[1]));
                    if (gain < -1e-9) {
                        best = new int[] {i, j};
                    }
                }
            }
            merges.add(mean(clusters.get(best[0]), clusters.get(best[1])));
            List<Double> joined = new ArrayList<>(clusters.get(best[0]));
            joined.addAll(clusters.remove(best[1]));
            clusters.set(best[0], joined);
        }
        return merges;
    }

    private static double mean(List<Double> a, List<Double> b) {
        return a.stream()
                .flatMapToDouble(x -> b.stream().mapToDouble(y -> Math.abs(x - y)))
                .average()
                .orElseThrow();
    }

    @Test
    void theSilhouetteIsThatOfItsDefinition() {
        // {0, 1} and {5, 7}: 1 - 1/6, 1 - 1/5, 1 - 2/4.5, 1 - 2/6.5
        double expected = (5.0 / 6 + 4.0 / 5 + 2.5 / 4.5 + 4.5 / 6.5) / 4;

        assertThat(new Clusters(new int[] {0, 0, 1, 1}).silhouette(line(0, 1, 5, 7)))
                .isCloseTo(expected, within(1e-15));
        assertThat(new Clusters(new int[] {0, 1, 2, 3}).silhouette(line(0, 1, 5, 7)))
                .isZero();
    }

    @Test
    void theThresholdOfTheBestSilhouetteDividesTheHeaps() {
        double[] distances = line(0, 1, 2, 20, 21, 40, 41.5);
        List<Merge> merges = Linkage.of(7, distances);

        double threshold = Clusters.threshold(7, merges, distances);

        assertThat(Clusters.cut(7, merges, threshold).of()).containsExactly(0, 0, 0, 1, 1, 2, 2);
    }

    @Test
    void twoModelsOfDifferentScoresHaveNoChoiceOfClusters() {
        double[] distances = line(0, 1);

        assertThat(Clusters.threshold(2, Linkage.of(2, distances), distances)).isZero();
    }

    @Test
    void equalDivisionsHaveALikenessOfOneAndOthersLess() {
        Clusters one = new Clusters(new int[] {0, 0, 0, 1, 1, 1});

        assertThat(one.likeness(one)).isEqualTo(1);
        // contingency 2 1 / 1 2: (2 - 2.4) / (6 - 2.4)
        assertThat(one.likeness(new Clusters(new int[] {0, 0, 1, 0, 1, 1}))).isCloseTo(-1.0 / 9, within(1e-15));
    }

    @Test
    void aNewModelJoinsTheNearestClusterAndLeavesTheOthersAsTheyAre() {
        double[] distances = line(0, 1, 10, 11, 2, 30);

        Clusters joined = Clusters.joined(new int[] {0, 0, 1, 1, -1, -1}, distances, 3);

        assertThat(joined.of()).containsExactly(0, 0, 1, 1, 0, 2);
        assertThat(Clusters.joined(new int[] {0, 0, 1, 1, -1, -1}, distances, 1).of())
                .containsExactly(0, 0, 1, 1, 2, 3);
    }

    @Test
    void clustersFarApartAreStableUnderResampledDataSets() {
        Random random = new Random(1);
        double[] scores = new double[8 * 10];
        Arrays.setAll(scores, i -> (i / 10 < 4 ? 0.4 : 0.8) + random.nextDouble(0.02));

        Clustering found = Clustering.of(
                performance(10, scores), new Distances(5), OptionalDouble.empty(), 20, 1, Progress.SILENT);

        assertThat(found.clusters().of()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
        assertThat(found.said().stability().value()).hasValue(1.0);
    }

    @Test
    void scoresThatTellNothingAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> performance(4, 0.5, 0.5, 0.5, 0.5).requireTelling())
                .withMessageStartingWith("the matrix has the same accuracy 0.5 of 'model-0' on every data set\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> performance(2, -0.5, 0).requireTelling())
                .withMessageStartingWith("the matrix has no positive accuracy of 'model-0' on every data set\n");
        performance(3, 0.5, 0.5, 0.5).requireTelling(); // few sets may agree by chance
    }

    private static Performance performance(int sets, double... scores) {
        return new Performance(
                IntStream.range(0, scores.length / sets)
                        .mapToObj(model -> "model-" + model)
                        .toList(),
                sets,
                scores);
    }

    private static double[] line(double... points) {
        int n = points.length;
        double[] distances = new double[n * n];
        Arrays.setAll(distances, i -> Math.abs(points[i / n] - points[i % n]));
        return distances;
    }
}
