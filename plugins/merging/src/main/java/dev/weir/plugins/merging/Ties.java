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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
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
 * @param combine what agreeing changes become; their sum unless given, and empty in dialect {@code per-tensor}
 * @param scale   multiplies the result; never empty
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

        @Doc("what agreeing changes become: their sum, unless given, their mean, or the largest of them; in dialect"
                + " per-tensor always their mean, and not to be given")
        Optional<Agreed> combine,

        @Doc("multiplies the result; 0.3 unless given, in dialect per-tensor 1; greater than 0")
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
        boolean isWhole = dialect == Dialect.WHOLE_MODEL;
        if (!isWhole && combine.isPresent()) {
            throw new IllegalArgumentException("combine has no effect in dialect per-tensor, which takes the mean of"
                    + " what agrees\nLeave combine out, or take dialect whole-model.");
        }
        combine = isWhole ? combine.or(() -> Optional.of(Agreed.SUM)) : combine; // so that the settings tell
        scale = scale.isPresent() ? scale : OptionalDouble.of(isWhole ? 0.3 : 1);
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
            TensorMerge merge = (tensor, endpoints, ancestor) ->
                    TensorMerge.plus(ancestor, scale.orElseThrow(), perTensor(Change.of(endpoints, ancestor), density));
            return merge.over(task);
        }
        List<List<Change>> tensors = IntStream.range(0, base.tensors().size())
                .mapToObj(i -> Change.of(
                        task.endpoints().stream()
                                .map(set -> TensorMerge.values(set, i))
                                .toList(),
                        TensorMerge.values(base, i)))
                .toList();
        List<IntToDoubleFunction> changes = wholeModel(tensors, density, combine.orElseThrow());
        TensorMerge merge =
                (tensor, endpoints, ancestor) -> TensorMerge.plus(ancestor, scale.orElseThrow(), changes.get(tensor));
        return merge.over(task);
    }

    /** Dialect {@code whole-model}: the merged change of each number of each tensor. */
    static List<IntToDoubleFunction> wholeModel(List<List<Change>> tensors, double density, Agreed combine) {
        int endpoints = tensors.get(0).size();
        double[] least = new double[endpoints];
        for (int t = 0; t < endpoints; t++) {
            int at = t;
            least[t] = least(tensors.stream().map(changes -> changes.get(at)).toList(), density);
        }
        List<List<Change>> trimmed = tensors.stream()
                .map(changes -> IntStream.range(0, endpoints)
                        .mapToObj(t -> changes.get(t).atLeast(least[t]))
                        .toList())
                .toList();
        long positive = 0;
        for (List<Change> changes : trimmed) {
            for (int j = 0; j < changes.get(0).size(); j++) {
                positive += (long) Math.signum(Change.sum(changes, j));
            }
        }
        int majority = Long.signum(positive);
        return trimmed.stream()
                .<IntToDoubleFunction>map(changes -> j -> agreed(changes, j, majority, combine))
                .toList();
    }

    /** The smallest change of the whole model that an endpoint keeps, without its sign. */
    private static double least(List<Change> changes, double density) {
        long d = changes.stream().mapToLong(Change::size).sum();
        long kth = d - (long) (d * density);
        return kth == 0 ? 0 : Magnitude.sizeOfRank(changes, kth - 1);
    }

    private static double agreed(List<Change> changes, int j, int majority, Agreed combine) {
        double elected = Change.sum(changes, j);
        double sign = elected == 0 ? majority : elected;
        double sum = 0;
        double max = 0;
        int agreeing = 0;
        for (Change change : changes) {
            double value = change.at(j);
            if (sign > 0 ? value > 0 : value < 0) {
                sum += value;
                max = Math.abs(value) > Math.abs(max) ? value : max;
                agreeing++;
            }
        }
        return switch (combine) {
            case SUM -> sum;
            case MEAN -> sum / Math.max(1, agreeing);
            case MAX -> max;
        };
    }

    /** Dialect {@code per-tensor}: the merged change of each number. */
    static IntToDoubleFunction perTensor(List<Change> changes, double density) {
        List<Change> trimmed = changes.stream()
                .map(change -> change.ranked(change.size() - (int) (density * change.size()), change.size()))
                .toList();
        return j -> {
            double sign = Change.sum(trimmed, j) >= 0 ? 1 : -1;
            double sum = 0;
            int agreeing = 0;
            for (Change change : trimmed) {
                double value = change.at(j);
                if (Math.signum(value) == sign) {
                    sum += value;
                    agreeing++;
                }
            }
            return sum / Math.max(1, agreeing);
        };
    }
}
