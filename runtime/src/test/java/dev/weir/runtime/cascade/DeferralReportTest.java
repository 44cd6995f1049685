package dev.weir.runtime.cascade;

import static dev.weir.runtime.cascade.Recordings.probabilities;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** On the example of ten rows that was derived by hand; every label is class 0. */
class DeferralReportTest {
    private static final double[] CONFIDENCE = {.95, .9, .85, .8, .7, .65, .6, .58, .56, .54};
    private static final String SMALL = "1110110010";
    private static final String LARGE = "1111101110";
    private static final Labels LABELS = new Labels(2, new int[10]);

    @Test
    void theCurveItsSdAndTheAurocAreThoseDerivedByHand() {
        JsonNode deferral = report(SMALL, LARGE);

        assertThat(deferral.get("curve")).hasSize(11);
        assertThat(deferral.at("/curve/4/rate").asDouble()).isCloseTo(0.4, within(1e-12));
        assertThat(deferral.at("/curve/4/accuracy").asDouble()).isCloseTo(0.8, within(1e-12));
        assertThat(deferral.get("accuracy").asDouble()).isEqualTo(0.6);
        assertThat(deferral.get("sd").asDouble()).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(deferral.get("auroc").asDouble()).isCloseTo(19 / 24.0, within(1e-9));
        assertThat(deferral.get("so").asDouble()).isBetween(0.3, 1.0);
        for (String key : new String[] {"accuracy", "sd", "so", "auroc"}) {
            JsonNode interval = deferral.get("intervals").get(key);
            assertThat(deferral.get(key).asDouble())
                    .as(key)
                    .isBetween(interval.get(0).asDouble(), interval.get(1).asDouble());
        }
    }

    @Test
    void aLargeModelThatIsNotBetterLeavesNoSdAndAReason() {
        JsonNode deferral = report(SMALL, "0001101010");

        assertThat(deferral.get("sd").isNull()).isTrue();
        assertThat(deferral.at("/reasons/sd").asString())
                .isEqualTo("the large model is not better than the small one: right on 4 and 6 of 10 examples");
        assertThat(deferral.get("so").isNumber()).isTrue();
    }

    @Test
    void whereEveryAnswerIsRightOrWrongThereIsNothingToTellApart() {
        for (String small : new String[] {"1111111111", "0000000000"}) {
            JsonNode deferral = report(small, LARGE);

            assertThat(deferral.get("sd").isNull()).isTrue();
            assertThat(deferral.get("so").isNull()).isTrue();
            assertThat(deferral.get("auroc").isNull()).isTrue();
            assertThat(deferral.at("/reasons/so").asString()).contains("nothing to tell apart");
        }
    }

    @Test
    void aScoreBeyondTheUnitIntervalHasNoOverlap() {
        Outputs small = Recordings.signed(3, -2, 1, -4);

        JsonNode deferral = new DeferralReport(Recordings.MAX_LOGIT, new Labels(2, new int[4]), 1).of(small, small);

        assertThat(deferral.get("so").isNull()).isTrue();
        assertThat(deferral.at("/reasons/so").asString())
                .isEqualTo("the rule's score leaves [0, 1], on which the overlap is defined");
    }

    @Test
    void aLongCurveIsThinnedOutAndKeepsItsEnds() {
        int n = 1007;
        Outputs small = Outputs.of(new Logits(n, 2, new double[2 * n]));

        JsonNode deferral =
                new DeferralReport(new Recordings.MaxSoftmax(), new Labels(2, new int[n]), 1).of(small, small);

        assertThat(deferral.get("curve")).hasSize(201);
        assertThat(deferral.at("/curve/0/rate").asDouble()).isZero();
        assertThat(deferral.at("/curve/200/rate").asDouble()).isEqualTo(1);
    }

    private static JsonNode report(String small, String large) {
        return new DeferralReport(new Recordings.MaxSoftmax(), LABELS, 1).of(outputs(small), outputs(large));
    }

    private static Outputs outputs(String right) {
        double[] first = new double[10];
        for (int row = 0; row < 10; row++) {
            first[row] = right.charAt(row) == '1' ? CONFIDENCE[row] : 1 - CONFIDENCE[row];
        }
        return probabilities(first);
    }
}
