package {{package}};

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Require;
import dev.weir.api.interpolation.MergeTask;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.api.model.WeightMix;
import dev.weir.api.model.WeightSet;
import java.util.Arrays;
import org.pf4j.Extension;

/**
 * The mean of all endpoints, in which the first may count more or less than the others.
 *
 * @param share of the first; the others divide the rest evenly
 */
@Extension
@Name("{{name}}")
@Doc("the mean of all endpoints, with a share of its own for the first")
public record {{Type}}(@Default("0.5") @Doc("of the first endpoint, in [0, 1]") double share) implements WeightMerge {

    public {{Type}} {
        Require.share("share", share);
    }

    @Override
    public WeightSet merge(MergeTask task) {
        int others = task.endpoints().size() - 1;
        double[] shares = new double[others + 1];
        Arrays.fill(shares, (1 - share) / Math.max(1, others));
        shares[0] = others == 0 ? 1 : share;
        return new WeightMix(task.endpoints()).at(shares);
    }
}
