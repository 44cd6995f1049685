package dev.weir.plugins.merging;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Paper;
import dev.weir.api.Require;
import dev.weir.api.interpolation.MergeTask;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.api.model.WeightSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.pf4j.Extension;

/**
 * The ancestor plus the scaled sum of what fine-tuning changed in each endpoint.
 *
 * @param scale multiplies each change
 * @see <a href="https://arxiv.org/abs/2212.04089">Ilharco et al., Editing models with task arithmetic, ICLR 2023</a>
 */
@Extension
@Name("task-arithmetic")
@Doc("the ancestor plus the scaled sum of what fine-tuning changed")
@Paper("Ilharco et al., Editing models with task arithmetic, ICLR 2023, https://arxiv.org/abs/2212.04089")
public record TaskArithmetic(
        @Default("0.3") @Doc("multiplies what fine-tuning changed in each endpoint; greater than 0")
        double scale) implements WeightMerge {

    public TaskArithmetic {
        Require.positive("scale", scale);
    }

    @Override
    public boolean needsAncestor() {
        return true;
    }

    @Override
    public boolean isTensorwise() {
        return true;
    }

    @Override
    public WeightSet merge(MergeTask task) {
        return plusSum(task, scale, UnaryOperator.identity());
    }

    /** The ancestor plus the scaled sum of what is kept of the changes of each tensor. */
    static WeightSet plusSum(MergeTask task, double scale, UnaryOperator<Change> kept) {
        TensorMerge.ancestor(task);
        TensorMerge merge = (tensor, endpoints, ancestor) -> {
            List<Change> changes =
                    Change.of(endpoints, ancestor).stream().map(kept).toList();
            return TensorMerge.plus(ancestor, scale, j -> Change.sum(changes, j));
        };
        return merge.over(task);
    }
}
