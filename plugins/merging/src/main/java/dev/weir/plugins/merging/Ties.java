package dev.weir.plugins.merging;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Paper;
import dev.weir.api.Require;
import dev.weir.api.interpolation.MergeTask;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.api.model.WeightSet;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.pf4j.Extension;

/**
 * The ancestor plus what fine-tuning changed most, where the endpoints agree on its sign. Two programs in use differ:
 *
 * <ul>
 *   <li>{@code whole-model}, the authors' and DaWin's: an endpoint keeps the largest changes of the whole model (one
 *       more than the share says, and all that are as large as the smallest kept); the sign of a sum decides, and of
 *       a sum of 0 the sign that most of the sums have; where none has most, negative changes are kept
 *   <li>{@code per-tensor}, mergekit's: exactly the share of each tensor, rounded down; 0 counts as positive; the sum
 *       is divided by the number of endpoints that agree
 * </ul>
 *
 * @param dialect which of the two
 * @param density the share of changes that an endpoint keeps
 * @param combine what agreeing changes become, in dialect {@code whole-model}
 * @param scale   multiplies the result
 * @see <a href="https://arxiv.org/abs/2306.01708">Yadav et al., TIES-Merging, NeurIPS 2023</a>
 */
@Extension
@Name("ties")
@Doc("the ancestor plus the largest changes, where the endpoints agree on their sign")
@Paper("Yadav et al., TIES-Merging, NeurIPS 2023, https://arxiv.org/abs/2306.01708")
public record Ties(
        @Default("whole-model")
        @Doc("whole-model: the authors' program, which trims the model as a whole; per-tensor: mergekit's")
        Dialect dialect,

        @Default("0.2") @Doc("the share of its changes that an endpoint keeps, in [0, 1]")
        double density,

        @Default("sum")
        @Doc("what agreeing changes become in dialect whole-model: their sum, their mean, or the largest of them")
        Agreed combine,

        @Doc("multiplies the result; 0.3 unless given, in dialect per-tensor 1")
        OptionalDouble scale)
        implements WeightMerge {

    /** Which program is followed. */
    enum Dialect {
        WHOLE_MODEL,
        PER_TENSOR
    }

    /** What agreeing changes become. */
    enum Agreed {
        SUM,
        MEAN,
        MAX
    }

    public Ties {
        Require.share("density", density);
        scale.ifPresent(value -> Require.positive("scale", value));
        if (dialect == Dialect.PER_TENSOR && combine != Agreed.SUM) {
            throw new IllegalArgumentException("combine belongs to dialect whole-model: per-tensor takes the mean of"
                    + " what agrees\nLeave combine out.");
        }
    }

    @Override
    public boolean needsAncestor() {
        return true;
    }

    @Override
    public boolean isTensorwise() {
        return dialect == Dialect.PER_TENSOR;
    }

    @Override
    public WeightSet merge(MergeTask task) {
        WeightSet base = TensorMerge.ancestor(task);
        if (dialect == Dialect.PER_TENSOR) {
            TensorMerge merge = (tensor, endpoints, ancestor) -> TensorMerge.plus(
                    ancestor, scale.orElse(1), perTensor(TensorMerge.changes(endpoints, ancestor), density));
            return merge.over(task);
        }
        int tensors = base.tensors().size();
        int[] from = new int[tensors + 1];
        for (int i = 0; i < tensors; i++) {
            from[i + 1] = Math.addExact(from[i], TensorMerge.values(base, i).length);
        }
        double[][] whole = new double[task.endpoints().size()][from[tensors]];
        for (int t = 0; t < whole.length; t++) {
            for (int i = 0; i < tensors; i++) {
                float[] values = TensorMerge.values(task.endpoints().get(t), i);
                float[] before = TensorMerge.values(base, i);
                for (int j = 0; j < values.length; j++) {
                    whole[t][from[i] + j] = (double) values[j] - before[j];
                }
            }
        }
        double[] change = wholeModel(whole, density, combine);
        TensorMerge merge = (tensor, endpoints, ancestor) -> TensorMerge.plus(
                ancestor, scale.orElse(0.3), Arrays.copyOfRange(change, from[tensor], from[tensor + 1]));
        return merge.over(task);
    }

    /** Dialect {@code whole-model}; the changes are trimmed in place. */
    static double[] wholeModel(double[][] changes, double density, Agreed combine) {
        int d = changes[0].length;
        int kth = d - (int) (d * density);
        for (double[] row : changes) {
            double[] magnitudes = Arrays.stream(row).map(Math::abs).sorted().toArray();
            double least = kth == 0 ? 0 : magnitudes[kth - 1];
            for (int j = 0; j < d; j++) {
                row[j] = Math.abs(row[j]) >= least ? row[j] : 0;
            }
        }
        double[] sums = TaskArithmetic.sum(changes);
        double majority = Math.signum(Arrays.stream(sums).map(Math::signum).sum());
        double[] merged = new double[d];
        for (int j = 0; j < d; j++) {
            double sign = sums[j] == 0 ? majority : Math.signum(sums[j]);
            double sum = 0;
            double max = 0;
            int agreeing = 0;
            for (double[] row : changes) {
                if (sign > 0 ? row[j] > 0 : row[j] < 0) {
                    sum += row[j];
                    max = Math.abs(row[j]) > Math.abs(max) ? row[j] : max;
                    agreeing++;
                }
            }
            merged[j] = switch (combine) {
                case SUM -> sum;
                case MEAN -> sum / Math.max(1, agreeing);
                case MAX -> max;
            };
        }
        return merged;
    }

    /** Dialect {@code per-tensor}; the changes are trimmed in place. */
    static double[] perTensor(double[][] changes, double density) {
        int d = changes[0].length;
        int kept = (int) (density * d);
        for (double[] row : changes) {
            int[] order = Magnitudes.ascending(row);
            for (int i = 0; i < d - kept; i++) {
                row[order[i]] = 0;
            }
        }
        double[] sums = TaskArithmetic.sum(changes);
        double[] merged = new double[d];
        for (int j = 0; j < d; j++) {
            double sign = sums[j] >= 0 ? 1 : -1;
            double sum = 0;
            int agreeing = 0;
            for (double[] row : changes) {
                if (Math.signum(row[j]) == sign) {
                    sum += row[j];
                    agreeing++;
                }
            }
            merged[j] = sum / Math.max(1, agreeing);
        }
        return merged;
    }
}
