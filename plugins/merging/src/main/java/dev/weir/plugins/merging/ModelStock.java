package dev.weir.plugins.merging;

import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Paper;
import dev.weir.api.interpolation.MergeTask;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.api.model.WeightSet;
import java.util.List;
import org.pf4j.Extension;

/**
 * The ancestor plus a share of the mean change: of {@code N} endpoints whose changes have the mean pairwise cosine
 * {@code c}, the share {@code N c / (1 + (N - 1) c)}, tensor by tensor. A cosine below 0 counts as 0, and changes
 * beside one that is 0 have none.
 *
 * @see <a href="https://arxiv.org/abs/2403.19522">Jang, Yun and Han, Model Stock, ECCV 2024</a>
 */
@Extension
@Name("model-stock")
@Doc("the ancestor plus as much of the mean change as the endpoints agree in direction")
@Paper("Jang, Yun and Han, Model Stock, ECCV 2024, https://arxiv.org/abs/2403.19522")
public record ModelStock() implements WeightMerge {

    @Override
    public boolean needsAncestor() {
        return true;
    }

    @Override
    public int least() {
        return 2;
    }

    @Override
    public boolean isTensorwise() {
        return true;
    }

    @Override
    public WeightSet merge(MergeTask task) {
        TensorMerge.ancestor(task);
        if (task.endpoints().size() < 2) {
            throw new IllegalArgumentException("an angle lies between two endpoints or more\nName another endpoint.");
        }
        TensorMerge merge = (tensor, endpoints, ancestor) -> {
            List<Change> changes = Change.of(endpoints, ancestor);
            return TensorMerge.plus(ancestor, share(changes) / changes.size(), j -> Change.sum(changes, j));
        };
        return merge.over(task);
    }

    /** How much of the mean change is taken, in [0, 1]. */
    static double share(List<Change> changes) {
        int n = changes.size();
        double cosines = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                cosines += cosine(changes.get(i), changes.get(j));
            }
        }
        double mean = Math.max(0, cosines / (n * (n - 1) / 2.0));
        return n * mean / (1 + (n - 1) * mean);
    }

    private static double cosine(Change first, Change second) {
        double lengths = Math.sqrt(dot(first, first)) * Math.sqrt(dot(second, second));
        return lengths > 0 ? Math.min(1, dot(first, second) / lengths) : 0;
    }

    private static double dot(Change first, Change second) {
        double sum = 0;
        for (int j = 0; j < first.size(); j++) {
            sum += first.at(j) * second.at(j);
        }
        return sum;
    }
}
