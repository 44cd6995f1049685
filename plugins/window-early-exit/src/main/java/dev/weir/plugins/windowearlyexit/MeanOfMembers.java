package dev.weir.plugins.windowearlyexit;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Paper;
import dev.weir.api.deferral.ConfidenceScore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pf4j.Extension;

/**
 * The mean of a score over the members of an ensemble, where other scores are of the mean of their probabilities.
 * The order of the members does not matter but to the last digit. Of a single model it is the score itself.
 *
 * @param score of each member
 * @see <a href="https://arxiv.org/abs/2303.08010">Xia and Bouganis, Window-Based Early-Exit Cascades for
 *     Uncertainty Estimation, ICCV 2023</a>
 */
@Extension
@Name("mean-of-members")
@Doc("the mean of another score over the stages that were averaged; for energy, which a mean of probabilities has not")
@Paper("Xia and Bouganis, Window-Based Early-Exit Cascades for Uncertainty Estimation, ICCV 2023,"
        + " https://arxiv.org/abs/2303.08010")
public record MeanOfMembers(
        @Default("energy") @Doc("the score of each member") ConfidenceScore score) implements ConfidenceScore {

    @Override
    public double[] scores(Outputs outputs) {
        List<Outputs> members = outputs.members();
        double[] mean = score.scores(members.get(0)).clone();
        for (int m = 1; m < members.size(); m++) {
            double[] next = score.scores(members.get(m));
            for (int row = 0; row < mean.length; row++) {
                mean[row] += (next[row] - mean[row]) / (m + 1); // a sum could overflow
            }
        }
        return mean;
    }

    @Override
    public Set<Need> needs() {
        Set<Need> needs = new HashSet<>(score.needs());
        needs.add(Need.MEMBERS);
        return Set.copyOf(needs);
    }
}
