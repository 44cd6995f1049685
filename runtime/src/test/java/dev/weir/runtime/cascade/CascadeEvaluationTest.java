package dev.weir.runtime.cascade;

import static dev.weir.runtime.cascade.Recordings.MAX_LOGIT;
import static dev.weir.runtime.cascade.Recordings.accept;
import static dev.weir.runtime.cascade.Recordings.answer;
import static dev.weir.runtime.cascade.Recordings.model;
import static dev.weir.runtime.cascade.Recordings.passOn;
import static dev.weir.runtime.cascade.Recordings.probabilities;
import static dev.weir.runtime.cascade.Recordings.signed;
import static dev.weir.runtime.cascade.Recordings.silent;
import static dev.weir.runtime.cascade.Recordings.stages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import dev.weir.api.Outputs;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** All labels are class 0, so a positive score is right. The rule passes on rows 1 and 2. */
class CascadeEvaluationTest {
    private static final List<ModelRun> MODELS = List.of(model("small", 100), model("large", 1000));

    private final Outputs small = signed(0.9, -0.3, 0.2, -0.8);
    private final Outputs large = signed(0.5, 0.6, -0.4, 0.7);
    private final List<StageRule> rules = List.of(passOn(0, 0.5), answer());

    @Test
    void theCascadeIsMeasuredOnTheAnswersOfTheStagesThatGaveThem() {
        JsonNode cascade = cascade(MODELS, rules, small, large); // right, right, wrong, wrong

        assertThat(cascade.get("examples").asInt()).isEqualTo(4);
        assertThat(cascade.get("accuracy").asDouble()).isEqualTo(0.5);
        assertThat(cascade.get("averageMacs").asDouble()).isEqualTo((2 * 100 + 2 * 1100) / 4.0);
        assertThat(cascade.get("averageMillis").asDouble()).isEqualTo((2 * 1 + 2 * 11) / 4.0);
        assertThat(cascade.get("answeredBy")).hasToString("[0.5,0.5]");
        assertThat(cascade.get("abstained").asDouble()).isZero();
        assertThat(cascade.get("coverage").asDouble()).isEqualTo(1);
        assertThat(cascade.get("selectiveRisk").asDouble()).isEqualTo(0.5);
        // Confidences 0.9 and 0.6 are right, 0.4 and 0.8 wrong: of four pairs the right one is surer in three.
        assertThat(cascade.get("auroc").asDouble()).isEqualTo(0.75);
        // By falling confidence: right, wrong, right, wrong: risk 0, 1/2, 1/3, 1/2 at coverage 1/4 ... 1
        assertThat(cascade.get("riskAtCoverage").get("0.5").asDouble()).isEqualTo(0.5);
        assertThat(cascade.get("riskAtCoverage").get("0.8").asDouble()).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(cascade.get("coverageAtRisk").get("0.05").asDouble()).isEqualTo(0.25);
        assertThat(cascade.get("coverageAtRisk").get("0.1").asDouble()).isEqualTo(0.25);
    }

    @Test
    void exitsOfOneNetworkPayForWhatLiesBetweenThem() {
        // Of 4 examples 2 stay at exit 1 (100 MACs), 2 go on to exit 2: 100 + 350. Alone, without the head of exit 1,
        // exit 2 takes 440; those are the stage's own.
        List<ModelRun> exits = List.of(model("net@1", 100), exit("net@2", 440, 350));

        JsonNode cascade = cascade(exits, rules, small, large);

        assertThat(cascade.get("averageMacs").asDouble()).isEqualTo((2 * 100 + 2 * 450) / 4.0);
        assertThat(cascade.get("averageMillis").asDouble()).isEqualTo((2 * 1 + 2 * 4.5) / 4.0);
        assertThat(stage(1, exits, rules, small, large).get("macs").asInt()).isEqualTo(440);
    }

    private static ModelRun exit(String name, long macs, long added) {
        ModelRun alone = model(name, macs);
        return new ModelRun(
                name,
                alone.outputs(),
                alone.parameters(),
                alone.macs(),
                alone.millisPerRow(),
                new ModelRun.Added(OptionalLong.of(added), OptionalDouble.of(added / 100.0)),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void everyMetricHasAnIntervalThatHoldsIt() {
        JsonNode cascade = cascade(MODELS, rules, small, large);

        for (String key :
                List.of("accuracy", "averageMacs", "averageMillis", "aurc", "auroc", "abstained", "coverage")) {
            JsonNode interval = cascade.get("intervals").get(key);
            assertThat(cascade.get(key).asDouble())
                    .as(key)
                    .isBetween(interval.get(0).asDouble(), interval.get(1).asDouble());
        }
        assertThat(cascade.get("reasons")).isEmpty();
    }

    @Test
    void anAnswerThatIsNotAcceptedIsLeftOutOfTheSelectiveRiskAlone() {
        List<StageRule> accepting = List.of(passOn(0, 0.5), accept(0.5)); // row 2 answers with 0.4

        JsonNode cascade = cascade(MODELS, accepting, small, large);

        assertThat(cascade.get("accuracy").asDouble()).isEqualTo(0.5);
        assertThat(cascade.get("abstained").asDouble()).isEqualTo(0.25);
        assertThat(cascade.get("abstainedBy")
                        .valueStream()
                        .mapToDouble(JsonNode::asDouble)
                        .sum())
                .isEqualTo(0.25);
        assertThat(cascade.get("coverage").asDouble()).isEqualTo(0.75);
        assertThat(cascade.get("selectiveRisk").asDouble()).isCloseTo(1 / 3.0, within(1e-15));
    }

    @Test
    void aCascadeThatAcceptsNothingHasNoSelectiveRisk() {
        JsonNode cascade = cascade(MODELS, List.of(passOn(0, 1), accept(2)), small, large);

        assertThat(cascade.get("coverage").asDouble()).isZero();
        assertNull(cascade, "selectiveRisk", "the cascade abstained from every example");
    }

    @Test
    void whereEveryPredictionIsRightOrWrongThereIsNoAuroc() {
        Outputs right = signed(0.9, 0.3);
        Outputs wrong = signed(-0.9, -0.3);

        assertNull(
                cascade(MODELS, rules, right, right),
                "auroc",
                "every prediction is right: there is nothing to tell apart");
        assertNull(
                cascade(MODELS, rules, wrong, wrong),
                "auroc",
                "every prediction is wrong: there is nothing to tell apart");
        assertThat(cascade(MODELS, rules, right, right).get("aurc").asDouble()).isZero();
    }

    @Test
    void whereAModelStatesNoCostTheCascadeHasNone() {
        JsonNode cascade = cascade(List.of(model("small", 100), silent("large")), rules, small, large);

        assertNull(cascade, "averageMacs", "the model 'large' does not state its MACs");
        assertNull(cascade, "averageMillis", "the outputs of 'large' are recorded and take no time");
    }

    @Test
    void aStageTellsWhatReachedItAndHowItsModelDoesAlone() {
        JsonNode first = stage(0, MODELS, rules, small, large);
        JsonNode second = stage(1, MODELS, rules, small, large);

        assertThat(first.get("model").asString()).isEqualTo("small");
        assertThat(first.get("parameters").asLong()).isEqualTo(10);
        assertThat(first.get("macs").asLong()).isEqualTo(100);
        assertThat(first.get("millisPerRow").asDouble()).isEqualTo(1);
        assertThat(first.get("examples").asInt()).isEqualTo(4);
        assertThat(first.get("deferred").asDouble()).isEqualTo(0.5);
        assertThat(first.get("accuracy").asDouble()).isEqualTo(0.5);
        assertThat(second.get("examples").asInt()).isEqualTo(2);
        assertThat(second.get("deferred").asDouble()).isZero();
        assertThat(second.get("accuracy").asDouble()).isEqualTo(0.75);
    }

    @Test
    void theLikelihoodAndCalibrationOfAModelAreThoseOfItsProbabilities() {
        // Both rows say class 0 with 0.75; one is right.
        StageOutputs outputs = stages(probabilities(0.75, 0.75), signed(1, 1));
        Labels labels = new Labels(2, new int[] {0, 1});
        Decisions decisions = Decisions.decide(outputs, rules, MAX_LOGIT);

        JsonNode stage =
                new CascadeEvaluation(MODELS, outputs, labels, MAX_LOGIT, 7, UserCosts.NONE).stage(0, decisions);

        assertThat(stage.get("nll").asDouble()).isCloseTo((Math.log(4 / 3.0) + Math.log(4)) / 2, within(1e-12));
        assertThat(stage.get("ece").asDouble()).isCloseTo(0.25, within(1e-12));
        assertThat(stage.get("auroc").asDouble()).isEqualTo(0.5);
    }

    @Test
    void aStageThatNobodyReachesHasNoDeferralRate() {
        JsonNode stage =
                stage(1, List.of(silent("small"), silent("large")), List.of(passOn(1, 0), answer()), small, large);

        assertThat(stage.get("examples").asInt()).isZero();
        assertNull(stage, "deferred", "no example reached this stage");
        assertNull(stage, "parameters", "the model does not state its parameters");
        assertNull(stage, "macs", "the model 'large' does not state its MACs");
        assertNull(stage, "millisPerRow", "recorded outputs take no time");
    }

    @Test
    void theSameSeedGivesTheSameReport() {
        assertThat(cascade(MODELS, rules, small, large)).isEqualTo(cascade(MODELS, rules, small, large));
        assertThat(stage(0, MODELS, rules, small, large)).isEqualTo(stage(0, MODELS, rules, small, large));
    }

    private static void assertNull(JsonNode node, String key, String reason) {
        assertThat(node.get(key).isNull()).as(key).isTrue();
        assertThat(node.get("reasons").get(key).asString()).isEqualTo(reason);
    }

    private static JsonNode cascade(List<ModelRun> models, List<StageRule> rules, Outputs... outputs) {
        StageOutputs test = stages(outputs);
        return evaluation(models, test).cascade(Decisions.decide(test, rules, MAX_LOGIT));
    }

    private static JsonNode stage(int stage, List<ModelRun> models, List<StageRule> rules, Outputs... outputs) {
        StageOutputs test = stages(outputs);
        return evaluation(models, test).stage(stage, Decisions.decide(test, rules, MAX_LOGIT));
    }

    private static CascadeEvaluation evaluation(List<ModelRun> models, StageOutputs test) {
        return new CascadeEvaluation(models, test, new Labels(2, new int[test.rows()]), MAX_LOGIT, 7, UserCosts.NONE);
    }
}
