package dev.weir.plugins.merging;

import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Paper;
import dev.weir.api.interpolation.MergeTask;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.api.model.WeightMix;
import dev.weir.api.model.WeightSet;
import java.util.Arrays;
import java.util.List;
import org.pf4j.Extension;

/**
 * The mean of all endpoints.
 *
 * @see <a href="https://arxiv.org/abs/2203.05482">Wortsman et al., Model soups, ICML 2022</a>
 */
@Extension
@Name("soup")
@Doc("the mean of all endpoints")
@Paper("Wortsman et al., Model soups, ICML 2022, https://arxiv.org/abs/2203.05482")
public record Soup() implements WeightMerge {

    @Override
    public boolean isTensorwise() {
        return true;
    }

    @Override
    public WeightSet merge(MergeTask task) {
        return mean(task.endpoints());
    }

    static WeightSet mean(List<WeightSet> sets) {
        double[] shares = new double[sets.size()];
        Arrays.fill(shares, 1.0 / sets.size());
        return new WeightMix(sets).at(shares);
    }
}
