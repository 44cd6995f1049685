package dev.weir.plugins.transferability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Features;
import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.Progress;
import dev.weir.api.metrics.Interval;
import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.Estimate;
import dev.weir.api.selection.ModelSelector;
import dev.weir.api.selection.ModelSelectorContract;
import dev.weir.api.selection.PerformanceMatrix;
import dev.weir.api.selection.ScriptedRunner;
import dev.weir.api.selection.Selection;
import dev.weir.api.selection.SelectionTask;
import dev.weir.api.selection.TransferabilityScore;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest implements ModelSelectorContract {
    private static final TransferabilityScore LFC = new Lfc(On.FEATURES, Norm.FROBENIUS, Centring.GRAND_MEAN);
    private static final Examples ALL = new Examples("all");

    @Override
    public ModelSelector selector(Random random) {
        return new Proxy(
                List.of(LFC, new Knn(1)),
                random.nextBoolean() ? ALL : new Examples(String.valueOf(random.nextInt(10, 80))),
                random.nextInt(1, 6));
    }

    @Test
    void theSettingsAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Proxy(List.of(), ALL, 5))
                .withMessageStartingWith("scores must name at least one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Proxy(List.of(LFC), ALL, 0))
                .withMessage("draws must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Examples("half"))
                .withMessage("count must be a whole number or 'all', got 'half'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Examples("1"))
                .withMessage("count must be at least 2, got 1");
    }

    @Test
    void itNeedsWhatItsScoresNeed() {
        assertThat(new Proxy(List.of(LFC, new Leep()), ALL, 5).needs())
                .containsExactlyInAnyOrder(Need.FEATURES, Need.SOURCE_PROBABILITIES);
    }

    @Test
    void allExamplesGiveTheScoreOnAllExamples() {
        Labels labels = Golden.labels(30);

        Selection selection = select(new Proxy(List.of(LFC), ALL, 5), labels, Map.of("a", Golden.features(labels, 6)));

        Estimate found = selection.ranking().get(0).score();
        assertThat(found.value().orElseThrow()).isCloseTo(0.564534925491146, within(1e-9));
        assertThat(found.interval()).isPresent();
        Interval interval = found.interval().orElseThrow();
        assertThat(interval.low()).isLessThan(interval.high());
    }

    @Test
    void anIntervalOfManyHalvesHoldsTheScoresOfNewTargetsAsOftenAsItSays() {
        Random random = new Random(7);
        int held = 0;
        int targets = 100;
        double truth = lfc(labelled(random, 20_000), random);
        for (int i = 0; i < targets; i++) {
            Labels labels = labelled(random, 200);
            Selection selection =
                    select(new Proxy(List.of(LFC), ALL, 40), labels, Map.of("a", noisy(random, labels, 1)));
            Interval interval = selection.ranking().get(0).score().interval().orElseThrow();
            held += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
        }

        assertThat(held).isBetween(85, 100); // 95 expected, less the bias of so few examples
    }

    private static double lfc(Labels labels, Random random) {
        return select(new Proxy(List.of(LFC), ALL, 1), labels, Map.of("a", noisy(random, labels, 1)))
                .ranking()
                .get(0)
                .score()
                .value()
                .orElseThrow();
    }

    @Test
    void oneDrawHasNoInterval() {
        Labels labels = Golden.labels(30);

        for (Examples examples : List.of(ALL, new Examples("20"))) {
            Estimate found = select(
                            new Proxy(List.of(LFC), examples, 1), labels, Map.of("a", Golden.features(labels, 6)))
                    .ranking()
                    .get(0)
                    .score();
            assertThat(found.interval()).isEmpty();
            assertThat(found.reason()).isEqualTo("one draw has no interval");
        }
    }

    @Test
    void candidatesThatCannotBeToldApartShareACluster() {
        Random random = new Random(1);
        Labels labels = labelled(random, 300);
        Features good = noisy(random, labels, 3);
        Map<String, Features> zoo = new HashMap<>();
        zoo.put("twin", good);
        zoo.put("good", good);
        zoo.put("bad", noisy(random, labels, 0.3));

        Selection selection = select(new Proxy(List.of(LFC), new Examples("150"), 10), labels, zoo);

        assertThat(selection.clusters()).containsExactly(List.of("good", "twin"), List.of("bad"));
        assertThat(selection.recalled()).containsExactly("good", "twin");
        assertThat(selection.chosen()).contains("good");
    }

    @Test
    void twoScoresOfOneNameAreBothReported() {
        Labels labels = Golden.labels(30);
        TransferabilityScore spectral = new Lfc(On.FEATURES, Norm.SPECTRAL, Centring.GRAND_MEAN);

        Selection selection = select(
                new Proxy(List.of(LFC, spectral, new Knn(1)), ALL, 1), labels, Map.of("a", Golden.features(labels, 6)));

        assertThat(selection.scores().keySet()).containsExactly("lfc", "lfc-2", "knn");
    }

    @Test
    void theCandidatesOfAZooAreAskedOneAfterTheOther() {
        Labels labels = Golden.labels(30);
        ScriptedRunner runner = new ScriptedRunner(labels, Map.of("a", Golden.features(labels, 6)));

        new Proxy(List.of(LFC, new Knn(1)), ALL, 2).select(task(List.of("a", "gone")), runner, Progress.SILENT);

        assertThat(runner.asked()).containsExactly("a", "gone");
    }

    @ParameterizedTest
    @CsvSource({"10", "50", "99", "100"})
    void aDrawIsStratifiedAndHasItsSize(int size) {
        Labels labels = labelled(new Random(1), 100);

        int[] drawn = Draws.of(labels, size, 5);

        assertThat(drawn).hasSize(size).isSorted().doesNotHaveDuplicates();
        int[] counts = labels.counts();
        int[] ofDraw = labels.select(drawn).counts();
        for (int k = 0; k < counts.length; k++) {
            assertThat((double) ofDraw[k]).isCloseTo((double) counts[k] * size / 100, within(1.0));
        }
    }

    @Test
    void aClassWithOneExampleIsInEveryDraw() {
        int[] values = new int[100];
        values[40] = 1;
        Labels labels = new Labels(2, values);

        for (long seed = 0; seed < 20; seed++) {
            assertThat(Draws.of(labels, 10, seed)).contains(40);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anotherSeedDrawsOtherExamples(long seed) {
        Labels labels = labelled(new Random(1), 100);

        assertThat(Draws.of(labels, 50, seed)).isEqualTo(Draws.of(labels, 50, seed));
        assertThat(Draws.of(labels, 50, seed)).isNotEqualTo(Draws.of(labels, 50, seed + 1));
    }

    private static Labels labelled(Random random, int n) {
        return new Labels(3, IntStream.range(0, n).map(i -> random.nextInt(3)).toArray());
    }

    /** Features that know the classes by {@code signal} standard deviations. */
    private static Features noisy(Random random, Labels labels, double signal) {
        double[] values = new double[labels.size() * 4];
        Arrays.setAll(values, i -> random.nextGaussian() + (i % 4 == labels.at(i / 4) ? signal : 0));
        return new Features(labels.size(), 4, values);
    }

    private static Selection select(Proxy proxy, Labels labels, Map<String, Features> zoo) {
        return proxy.select(
                task(zoo.keySet().stream().sorted().toList()), new ScriptedRunner(labels, zoo), Progress.SILENT);
    }

    private static SelectionTask task(List<String> names) {
        return new SelectionTask(
                names.stream().map(name -> new Candidate(name, Map.of())).toList(), PerformanceMatrix.EMPTY, 7);
    }
}
