package dev.weir.api.deferral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeferralRuleTest {
    private static final ConfidenceScore NOTHING = outputs -> new double[outputs.rows()];

    @Test
    void bothEndsOfTheIntervalArePassedOn() {
        DeferralRule rule = DeferralRule.between(NOTHING, 0.4, 0.7);

        assertThat(rule.defers(0.4)).isTrue();
        assertThat(rule.defers(0.7)).isTrue();
        assertThat(rule.defers(Math.nextDown(0.4))).isFalse();
        assertThat(rule.defers(Math.nextUp(0.7))).isFalse();
    }

    @Test
    void belowIsStrict() {
        DeferralRule rule = DeferralRule.below(NOTHING, 0.5);

        assertThat(rule.defers(0.5)).isFalse();
        assertThat(rule.defers(Math.nextDown(0.5))).isTrue();
        assertThat(rule.defers(-1e300)).isTrue();
    }

    @Test
    void anEmptyIntervalNeverDefersAndAnUnboundedOneAlways() {
        for (double value : new double[] {-1e300, -0.0, 0, 0.5, 1, 1e300}) {
            assertThat(DeferralRule.never(NOTHING).defers(value)).isFalse();
            assertThat(DeferralRule.always(NOTHING).defers(value)).isTrue();
        }
    }

    @Test
    void anEndIsANumber() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeferralRule.between(NOTHING, Double.NaN, 1))
                .withMessage("the ends of a rule must be numbers, got NaN and 1.0");
    }

    @Test
    void noRuleIsChosenForTheLastStage() {
        Outputs outputs = Outputs.of(new Logits(1, 2, new float[2]));
        List<Outputs> stages = List.of(outputs, outputs);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CalibrationOutputs(1, stages, stages, new Labels(2, new int[1]), new int[1]))
                .withMessage("stage 1 of 2 stages and 2 answers");
    }
}
