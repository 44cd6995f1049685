package dev.weir.plugins.merging;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Paper;
import dev.weir.api.Require;
import dev.weir.api.interpolation.MergeTask;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.api.model.WeightSet;
import org.pf4j.Extension;

/**
 * The ancestor plus the scaled sum of the changes that are neither among the largest, which may be outliers, nor among
 * the smallest, tensor by tensor. A tensor of fewer numbers than {@code 1 / outliers} loses none of its largest;
 * mergekit loses all of it there.
 *
 * @param density  the share of a tensor's changes that is kept
 * @param outliers the share of the largest that is dropped
 * @param scale    multiplies each change
 * @see <a href="https://arxiv.org/abs/2312.06795">Davari and Belilovsky, Model Breadcrumbs, ECCV 2024</a>
 */
@Extension
@Name("breadcrumbs")
@Doc("the ancestor plus the changes that are neither the largest nor the smallest")
@Paper("Davari and Belilovsky, Model Breadcrumbs, ECCV 2024, https://arxiv.org/abs/2312.06795")
public record Breadcrumbs(
        @Default("0.1") @Doc("the share of a tensor's changes that is kept, in [0, 1]")
        double density,

        @Default("0.01") @Doc("the share of a tensor's largest changes that is dropped, in [0, 1]")
        double outliers,

        @Default("0.3") @Doc("multiplies what is kept; greater than 0")
        double scale)
        implements WeightMerge {

    private static final double ROUNDING = 1e-9; // of two shares such as 0.9 and 0.1

    public Breadcrumbs {
        Require.share("density", density);
        Require.share("outliers", outliers);
        Require.positive("scale", scale);
        if (density + outliers > 1 + ROUNDING) {
            throw new IllegalArgumentException("density " + density + " and outliers " + outliers + " are more than all"
                    + " changes together: what is kept cannot be dropped\nLet the two add up to 1 at most.");
        }
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
        return TaskArithmetic.plusSum(task, scale, change -> kept(change, density, outliers));
    }

    static Change kept(Change change, double density, double outliers) {
        int n = change.size();
        int top = (int) (outliers * n);
        return change.ranked(Math.max(0, n - top - (int) (density * n)), n - top);
    }
}
