package dev.weir.runtime.cascade;

import static dev.weir.runtime.cascade.Recordings.MAX_LOGIT;
import static dev.weir.runtime.cascade.Recordings.answer;
import static dev.weir.runtime.cascade.Recordings.model;
import static dev.weir.runtime.cascade.Recordings.passOn;
import static dev.weir.runtime.cascade.Recordings.signed;
import static dev.weir.runtime.cascade.Recordings.silent;
import static dev.weir.runtime.cascade.Recordings.stages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** All labels are class 0, so a positive score is right. The window passes on rows 1 and 3, in which the small model errs. */
class BaselinesTest {
    private static final Labels LABELS = new Labels(2, new int[4]);

    private final StageOutputs test = stages(signed(0.9, -0.3, 0.2, -0.8), signed(0.5, 0.5, -0.5, 0.5));
    private final List<StageRule> window = List.of(passOn(0.3, 0.8), answer());

    @Test
    void areInTheOrderOfTheReport() {
        assertThat(StreamSupport.stream(baselines(window).spliterator(), false)
                        .map(baseline -> baseline.get("name").asString()))
                .containsExactly(
                        "small alone",
                        "large alone",
                        "single threshold at the same deferral rate",
                        "ensemble of all stages",
                        "random deferral at the same rate",
                        "oracle");
    }

    @Test
    void aModelAloneAnswersEveryExampleAndCostsItsOwn() {
        assertThat(accuracy("small alone", window)).isEqualTo(0.5);
        assertThat(macs("small alone", window)).isEqualTo(100);
        assertThat(accuracy("large alone", window)).isEqualTo(0.75);
        assertThat(macs("large alone", window)).isEqualTo(1000);
    }

    @Test
    void theThresholdPassesOnTheLeastSureAtTheRateOfTheCascade() {
        // Two of four: those of 0.2 and 0.3. The large model errs in the first and saves the second.
        assertThat(accuracy("single threshold at the same deferral rate", window))
                .isEqualTo(0.5);
        assertThat(macs("single threshold at the same deferral rate", window)).isEqualTo((2 * 100 + 2 * 1100) / 4.0);
    }

    @Test
    void theEnsembleAsksEveryModelAndIsRightWhereTheSurerOneIs() {
        // the larger score of the two decides: right in rows 0 and 1, wrong in rows 2 and 3
        assertThat(accuracy("ensemble of all stages", window)).isEqualTo(0.5);
        assertThat(macs("ensemble of all stages", window)).isEqualTo(1100);
    }

    @Test
    void amongEqualScoresTheThresholdPassesOnAllOrNoneWhicheverIsNearer() {
        // Three of five are equally sure: where three are wished, one or four can be had.
        StageOutputs tied = stages(signed(0.1, 0.4, 0.4, -0.4, 0.9), signed(0.5, 0.5, 0.5, 0.5, 0.5));

        assertThat(deferred(tied, List.of(passOn(0.05, 0.2), answer()))).isEqualTo(1);
        assertThat(deferred(tied, List.of(passOn(0.3, 0.5), answer()))).isEqualTo(4);
        assertThat(deferred(tied, List.of(passOn(0.3, 0.95), answer()))).isEqualTo(4);
    }

    private static int deferred(StageOutputs outputs, List<StageRule> rules) {
        Labels labels = new Labels(2, new int[outputs.rows()]);
        JsonNode found = new Baselines(List.of(model("small", 0), model("large", 1)), outputs, labels, UserCosts.NONE)
                .compute(outputs, rules, Decisions.decide(outputs, rules, MAX_LOGIT), MAX_LOGIT);
        return (int) Math.round(found.get(2).get("averageMacs").asDouble() * outputs.rows());
    }

    @Test
    void theThresholdOfACascadeThatPassesNothingOrEverythingOnDoesToo() {
        String threshold = "single threshold at the same deferral rate";

        assertThat(accuracy(threshold, List.of(passOn(1, 0), answer()))).isEqualTo(0.5);
        assertThat(macs(threshold, List.of(passOn(1, 0), answer()))).isEqualTo(100);
        assertThat(accuracy(threshold, List.of(passOn(0, 1), answer()))).isEqualTo(0.75);
        assertThat(macs(threshold, List.of(passOn(0, 1), answer()))).isEqualTo(1100);
    }

    @Test
    void randomDeferralIsTheExpectationOverAllChoicesOfAsMany() {
        // Half by a model that is right in 2 of 4, half by one that is right in 3 of 4.
        assertThat(accuracy("random deferral at the same rate", window)).isEqualTo(0.625);
        assertThat(macs("random deferral at the same rate", window)).isEqualTo(600);
    }

    @Test
    void theOracleAsksTheFirstThatIsRightAndIsMarked() {
        assertThat(accuracy("oracle", window)).isEqualTo(1);
        assertThat(macs("oracle", window)).isEqualTo(600);
        assertThat(baseline("oracle", window).get("oracle").asBoolean()).isTrue();
        assertThat(baseline("small alone", window).get("oracle").asBoolean()).isFalse();
    }

    @Test
    void theOracleAsksNobodyElseWhereNobodyIsRight() {
        StageOutputs wrong = stages(signed(-0.9, -0.1), signed(-0.9, -0.1));
        Decisions decisions = Decisions.decide(wrong, window, MAX_LOGIT);

        JsonNode oracle = new Baselines(
                        List.of(model("small", 100), model("large", 1000)),
                        wrong,
                        new Labels(2, new int[2]),
                        UserCosts.NONE)
                .compute(wrong, window, decisions, MAX_LOGIT)
                .get(4);

        assertThat(oracle.get("accuracy").asDouble()).isZero();
        assertThat(oracle.get("averageMacs").asDouble()).isEqualTo(100);
    }

    @Test
    void aSharesIntervalIsWilsons() {
        // 2 of 4 with z = 1.96: centre 0.5, half width z / (4 + z^2) * sqrt(4 * 0.25 + z^2 / 4)
        double half = 1.959964 / (4 + 3.841459) * Math.sqrt(1 + 3.841459 / 4);

        JsonNode interval = baseline("small alone", window).get("intervals").get("accuracy");

        assertThat(interval.get(0).asDouble()).isCloseTo(0.5 - half, within(1e-6));
        assertThat(interval.get(1).asDouble()).isCloseTo(0.5 + half, within(1e-6));
    }

    @Test
    void whereAModelDoesNotStateItsMacsTheReasonIsGiven() {
        List<ModelRun> models = List.of(model("small", 100), silent("large"));

        JsonNode found = new Baselines(models, test, LABELS, UserCosts.NONE)
                .compute(test, window, Decisions.decide(test, window, MAX_LOGIT), MAX_LOGIT);

        assertThat(found.get(0).get("averageMacs").asDouble()).isEqualTo(100);
        assertThat(found.get(4).get("averageMacs").isNull()).isTrue();
        assertThat(found.get(4).get("reasons").get("averageMacs").asString())
                .isEqualTo("the model 'large' does not state its MACs");
    }

    private double accuracy(String name, List<StageRule> rules) {
        return baseline(name, rules).get("accuracy").asDouble();
    }

    private double macs(String name, List<StageRule> rules) {
        return baseline(name, rules).get("averageMacs").asDouble();
    }

    private JsonNode baseline(String name, List<StageRule> rules) {
        return StreamSupport.stream(baselines(rules).spliterator(), false)
                .filter(baseline -> baseline.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode baselines(List<StageRule> rules) {
        return new Baselines(List.of(model("small", 100), model("large", 1000)), test, LABELS, UserCosts.NONE)
                .compute(test, rules, Decisions.decide(test, rules, MAX_LOGIT), MAX_LOGIT);
    }
}
