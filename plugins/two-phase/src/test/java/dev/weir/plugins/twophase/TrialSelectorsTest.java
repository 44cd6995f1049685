package dev.weir.plugins.twophase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Progress;
import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.ModelSelector;
import dev.weir.api.selection.ModelSelectorContract;
import dev.weir.api.selection.PerformanceMatrix;
import dev.weir.api.selection.Selection;
import dev.weir.api.selection.SelectionTask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TrialSelectorsTest {

    @Nested
    class OfSuccessiveHalving implements ModelSelectorContract {

        @Override
        public ModelSelector selector(Random random) {
            return new SuccessiveHalving(random.nextInt(1, 8), random.nextInt(1, 4), random.nextInt(2, 4));
        }
    }

    @Nested
    class OfBruteForce implements ModelSelectorContract {

        @Override
        public ModelSelector selector(Random random) {
            return new BruteForce(random.nextInt(1, 8));
        }
    }

    @Test
    void aRandomChoiceIsTrainedToTheEndAndDrawnFromTheSeed() {
        List<Candidate> zoo = List.of("a", "b", "c", "d", "e").stream()
                .map(name -> new Candidate(name, Map.of()))
                .toList();
        Map<String, Integer> drawn = new HashMap<>();
        for (long seed = 0; seed < 200; seed++) {
            HistoryRunner runner =
                    new HistoryRunner(Map.of("a", ones(), "b", ones(), "c", ones(), "d", ones()), Map.of());
            SelectionTask task = new SelectionTask(zoo, PerformanceMatrix.EMPTY, seed);
            Selection found = new RandomChoice(3).select(task, runner, Progress.SILENT);
            assertThat(found.ranking()).hasSize(5);
            assertThat(runner.epochs()).isBetween(3, 4); // e diverges in its first epoch
            drawn.merge(found.chosen().orElseThrow(), 1, Integer::sum);
        }

        assertThat(drawn).containsOnlyKeys("a", "b", "c", "d");
        assertThat(drawn.values()).allMatch(count -> count > 25); // 50 expected
    }

    @Test
    void aZooOfWhichAllFailHasNoRandomChoice() {
        SelectionTask task = new SelectionTask(List.of(new Candidate("a", Map.of())), PerformanceMatrix.EMPTY, 1);

        assertThat(new RandomChoice(3)
                        .select(task, new HistoryRunner(Map.of(), Map.of()), Progress.SILENT)
                        .chosen())
                .isEmpty();
    }

    private static List<Double> ones() {
        return List.of(1.0, 1.0, 1.0);
    }
}
