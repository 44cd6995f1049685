package {{package}};

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.CascadeCalibration;
import dev.weir.api.deferral.CascadePolicy;
import dev.weir.api.deferral.CascadeRules;
import dev.weir.api.deferral.Certificate;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralRule;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * Passes on what scores below the median of the even rows, and certifies that on the odd rows, by Hoeffding's
 * inequality: the error rate is at most what was seen plus {@code sqrt(log(1 / delta) / (2 n))}.
 *
 * @param score orders the examples of each stage
 * @param risk  the bound of the error rate
 * @param delta how often the bound may fail
 * @see <a href="https://doi.org/10.1080/01621459.1963.10500830">Hoeffding 1963</a>
 */
@Extension
@Name("{{name}}")
@Doc("passes on what scores below the median, and certifies the cascade's error rate by Hoeffding's inequality")
public record {{Type}}(
        @Default("max-softmax") @Doc("orders the examples of each stage") ConfidenceScore score,
        @Default("0.1") @Doc("the bound of the error rate; in (0, 1)") double risk,
        @Default("0.05") @Doc("how often the bound may fail; in (0, 1)") double delta)
        implements CascadePolicy {

    public {{Type}} {
        requireInside("risk", risk);
        requireInside("delta", delta);
    }

    private static void requireInside(String name, double value) {
        if (!(value > 0 && value < 1)) { // written so that NaN fails too
            throw new IllegalArgumentException(name + " must be in (0, 1), got " + value);
        }
    }

    @Override
    public Set<Need> needs() {
        return score.needs();
    }

    @Override
    public int[] choosing(int rows, long seed) {
        if (rows < 2) {
            throw new IllegalArgumentException("risk " + risk + " needs at least 2 calibration examples, got " + rows
                    + "\nGive the calibration split more.");
        }
        return IntStream.range(0, rows / 2).map(i -> 2 * i).toArray();
    }

    @Override
    public CascadeRules rules(CascadeCalibration calibration) {
        int[] chosenOn = choosing(calibration.size(), calibration.seed());
        List<DeferralRule> rules = calibration.proposed().isEmpty()
                ? calibration.own().subList(0, calibration.stages() - 1).stream()
                        .map(outputs -> belowTheMedian(outputs, chosenOn))
                        .toList()
                : calibration.proposed();
        int[] testedOn = IntStream.range(0, calibration.size())
                .filter(row -> row % 2 == 1 || row / 2 >= chosenOn.length)
                .toArray();
        int errors = 0;
        for (int row : testedOn) {
            int answer = answer(rules, calibration, row);
            errors += answer == calibration.labels().at(row) ? 0 : 1;
        }
        double seen = (double) errors / testedOn.length;
        double upper = Math.min(1, seen + Math.sqrt(Math.log(1 / delta) / (2 * testedOn.length)));
        return upper <= risk
                ? new CascadeRules(
                        rules,
                        Collections.nCopies(calibration.stages(), Double.NEGATIVE_INFINITY),
                        certificate(true, chosenOn.length, testedOn.length, testedOn.length, errors, upper))
                : new CascadeRules(
                        rules.stream().map(rule -> DeferralRule.never(rule.score())).toList(),
                        Collections.nCopies(calibration.stages(), Double.MAX_VALUE),
                        certificate(false, chosenOn.length, testedOn.length, 0, 0, 1));
    }

    private DeferralRule belowTheMedian(Outputs outputs, int[] rows) {
        double[] all = score.scores(outputs);
        double[] ascending = IntStream.of(rows).mapToDouble(row -> all[row]).sorted().toArray();
        return DeferralRule.below(score, ascending[ascending.length / 2]);
    }

    private static int answer(List<DeferralRule> rules, CascadeCalibration calibration, int row) {
        int stage = 0;
        while (stage < rules.size()) {
            Outputs one = calibration.own().get(stage).rows(row, row + 1);
            if (!rules.get(stage).defers(rules.get(stage).score().scores(one)[0])) {
                break;
            }
            stage++;
        }
        return calibration.answers().get(stage).logits().argMax(row);
    }

    private Certificate certificate(boolean holds, int chosenOn, int testedOn, int accepted, int errors, double upper) {
        String words = holds
                ? "Certified: at most " + risk + " of the answers are wrong; seen were " + errors + " of " + accepted + "."
                : "Not certified, so every answer is abstained from.";
        return new Certificate(
                risk, delta, holds, chosenOn, testedOn, 1, 1, accepted, errors, upper, OptionalLong.empty(), words);
    }
}
