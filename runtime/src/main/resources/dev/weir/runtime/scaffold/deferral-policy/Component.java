package {{package}};

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Require;
import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.deferral.DeferralRule;
import java.util.Set;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * Passes on the least sure share of the examples that reach the stage.
 *
 * @param score orders the examples
 * @param share of the examples that reach the stage, rounded down; equal scores stay together, with the stage
 */
@Extension
@Name("{{name}}")
@Doc("passes on the least sure share of the examples")
public record {{Type}}(
        @Default("max-softmax") @Doc("orders the examples") ConfidenceScore score,
        @Default("0.3") @Doc("of the examples that reach the stage; in [0, 1]") double share)
        implements DeferralPolicy {

    public {{Type}} {
        Require.share("share", share);
    }

    @Override
    public Set<Need> needs() {
        return score.needs();
    }

    @Override
    public DeferralRule rule(CalibrationOutputs calibration) {
        double[] all = score.scores(calibration.outputs());
        double[] ascending = IntStream.of(calibration.reached()).mapToDouble(row -> all[row]).sorted().toArray();
        if (ascending.length == 0) {
            throw new IllegalArgumentException("share " + share + " of no example is no example"
                    + "\nLet an earlier stage pass some on.");
        }
        int passedOn = (int) (share * ascending.length);
        return passedOn == ascending.length
                ? DeferralRule.always(score)
                : DeferralRule.below(score, ascending[passedOn]);
    }
}
