package {{package}};

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Features;
import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.Progress;
import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.ModelSelector;
import dev.weir.api.selection.ModelSelectorContract;
import dev.weir.api.selection.PerformanceMatrix;
import dev.weir.api.selection.ScriptedRunner;
import dev.weir.api.selection.Selection;
import dev.weir.api.selection.SelectionTask;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class {{Type}}Test implements ModelSelectorContract {

    @Override
    public ModelSelector selector(Random random) {
        int[] keeps = {1, 2, Integer.MAX_VALUE};
        return new {{Type}}(new Sum(), keeps[random.nextInt(keeps.length)]);
    }

    @Test
    void theHigherScoreComesFirst() {
        Labels labels = new Labels(2, new int[] {0, 1});
        Map<String, Features> zoo = Map.of(
                "a", new Features(2, 1, new double[] {1, 1}),
                "b", new Features(2, 1, new double[] {3, 1}));
        List<Candidate> candidates = List.of(new Candidate("a", Map.of()), new Candidate("b", Map.of()));

        Selection selection = new {{Type}}(new Sum(), 1)
                .select(
                        new SelectionTask(candidates, PerformanceMatrix.EMPTY, 1),
                        new ScriptedRunner(labels, zoo),
                        Progress.SILENT);

        assertThat(selection.ranking()).extracting(Selection.Ranked::name).containsExactly("b", "a");
        assertThat(selection.recalled()).containsExactly("b");
    }

    /** The sum of all features. */
    private record Sum() implements TransferabilityScore {

        @Override
        public Set<Need> needs() {
            return Set.of(Need.FEATURES);
        }

        @Override
        public Transferability score(Evidence evidence) {
            double[] sum = new double[1];
            int width = evidence.rows(Need.FEATURES).width();
            evidence.rows(Need.FEATURES).read((from, rows, values) -> {
                for (int i = 0; i < rows * width; i++) {
                    sum[0] += values[i];
                }
            });
            return Transferability.of(sum[0]);
        }
    }
}
