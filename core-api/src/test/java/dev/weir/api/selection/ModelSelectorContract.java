package dev.weir.api.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Features;
import dev.weir.api.Labels;
import dev.weir.api.Progress;
import dev.weir.api.TwoThreads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ModelSelector} must keep. Implement it in the plugin's own test class. */
public interface ModelSelectorContract {

    /** A selector with settings drawn from their valid ranges, for a zoo without a matrix. */
    ModelSelector selector(Random random);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void theRankingIsAPermutationOfTheCandidates(long seed) {
        Random random = new Random(seed);
        ModelSelector selector = selector(random);

        Selection selection = select(selector, 7, zoo(random, 7, 7), seed);

        assertThat(selection.ranking().stream().map(Selection.Ranked::name).sorted())
                .containsExactlyElementsOf(names(7));
        assertThat(selection.chosen()).contains(selection.ranking().get(0).name());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void theSameTaskGivesTheSameSelection(long seed) {
        Random random = new Random(seed);
        ModelSelector selector = selector(random);
        Map<String, Features> zoo = zoo(random, 5, 5);

        assertThat(select(selector, 5, zoo, seed)).isEqualTo(select(selector, 5, zoo, seed));
    }

    @Test
    default void aCandidateThatFailsIsLastWithItsReason() {
        Random random = new Random(1);
        ModelSelector selector = selector(random);
        Map<String, Features> zoo = zoo(random, 4, 3); // nothing is known of the last

        Selection selection = select(selector, 4, zoo, 1);

        Selection.Ranked last = selection.ranking().get(3);
        assertThat(last.name()).isEqualTo(names(4).get(3));
        assertThat(last.score().value()).isEmpty();
        assertThat(last.score().reason()).contains("its file is gone");
        assertThat(selection.recalled()).doesNotContain(last.name());
    }

    @Test
    default void aZooOfWhichAllFailHasNoChoice() {
        Selection selection = select(selector(new Random(1)), 3, Map.of(), 1);

        assertThat(selection.ranking()).hasSize(3);
        assertThat(selection.chosen()).isEmpty();
        assertThat(selection.recalled()).isEmpty();
    }

    @Test
    default void oneCandidateIsTheChoice() {
        Random random = new Random(1);

        assertThat(select(selector(random), 1, zoo(random, 1, 1), 1).chosen()).contains("model-0");
    }

    @Test
    default void identicalCandidatesFollowEachOtherByName() {
        Random random = new Random(1);
        Map<String, Features> zoo = new HashMap<>(zoo(random, 4, 4));
        zoo.put("model-3", zoo.getOrDefault("model-1", new Features(0, 1, new double[0])));

        List<String> ranked = select(selector(random), 4, zoo, 1).ranking().stream()
                .map(Selection.Ranked::name)
                .toList();

        assertThat(ranked.indexOf("model-3")).isEqualTo(ranked.indexOf("model-1") + 1);
    }

    @Test
    default void choosesAlikeOnTwoThreads() {
        Random random = new Random(1);
        ModelSelector selector = selector(random);
        Map<String, Features> zoo = zoo(random, 5, 5);
        Selection expected = select(selector, 5, zoo, 1);

        TwoThreads.run(() -> assertThat(select(selector, 5, zoo, 1)).isEqualTo(expected));
    }

    private static Selection select(ModelSelector selector, int candidates, Map<String, Features> zoo, long seed) {
        List<Candidate> all = names(candidates).stream()
                .map(name -> new Candidate(name, Map.of()))
                .toList();
        return selector.select(
                new SelectionTask(all, PerformanceMatrix.EMPTY, seed),
                new ScriptedRunner(labels(), zoo),
                Progress.SILENT);
    }

    private static List<String> names(int candidates) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < candidates; i++) {
            names.add("model-" + i);
        }
        return names;
    }

    private static Labels labels() {
        int[] values = new int[60];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 3;
        }
        return new Labels(3, values);
    }

    /** Features of the first {@code known} candidates, which know ever more of the classes. */
    private static Map<String, Features> zoo(Random random, int candidates, int known) {
        Map<String, Features> zoo = new HashMap<>();
        Labels labels = labels();
        for (int i = 0; i < known; i++) {
            double[] values = new double[labels.size() * 4];
            for (int j = 0; j < values.length; j++) {
                boolean own = j % 4 == labels.at(j / 4);
                values[j] = random.nextGaussian() + (own ? 2.0 * (i + 1) / candidates : 0);
            }
            zoo.put("model-" + i, new Features(labels.size(), 4, values));
        }
        return zoo;
    }
}
