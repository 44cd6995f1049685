package dev.weir.runtime.cascade;

import static dev.weir.runtime.cascade.Recordings.MAX_LOGIT;
import static dev.weir.runtime.cascade.Recordings.accept;
import static dev.weir.runtime.cascade.Recordings.answer;
import static dev.weir.runtime.cascade.Recordings.passOn;
import static dev.weir.runtime.cascade.Recordings.probabilities;
import static dev.weir.runtime.cascade.Recordings.signed;
import static dev.weir.runtime.cascade.Recordings.stages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralRule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DecisionsTest {

    @Test
    void rowsWhoseScoreLiesInTheIntervalAreAnsweredByTheNextStage() {
        StageOutputs outputs = stages(signed(0.2, 0.4, 0.6, 0.8), signed(-0.1, -0.3, -0.5, -0.7));

        Decisions decisions = Decisions.decide(outputs, List.of(passOn(0.3, 0.7), answer()), MAX_LOGIT);

        assertThat(decisions.stage()).containsExactly(0, 1, 1, 0);
        assertThat(decisions.prediction()).containsExactly(0, 1, 1, 0);
        assertThat(decisions.confidence()).containsExactly(0.2, 0.3, 0.5, 0.8);
        assertThat(decisions.accepted()).containsExactly(true, true, true, true);
        assertThat(decisions.answered()).containsExactly(2, 2);
    }

    @Test
    void bothEndsOfTheIntervalArePassedOn() {
        double low = 0.4;
        double high = 0.6;
        Outputs small = signed(Math.nextDown(low), low, high, Math.nextUp(high));

        Decisions decisions = decide(small, passOn(low, high));

        assertThat(decisions.stage()).containsExactly(0, 1, 1, 0);
    }

    @Test
    void anEmptyIntervalPassesNothingOnAndItsScoreIsNotAsked() {
        ConfidenceScore never = outputs -> {
            throw new AssertionError("asked");
        };
        StageRule rule = new StageRule(Optional.of(DeferralRule.never(never)), OptionalDouble.empty());

        assertThat(decide(signed(0.2, 0.8), rule).answered()).containsExactly(2, 0);
    }

    @Test
    void anUnboundedIntervalPassesEverythingOn() {
        StageRule rule = new StageRule(Optional.of(DeferralRule.always(MAX_LOGIT)), OptionalDouble.empty());

        assertThat(decide(signed(0.2, 0.8), rule).answered()).containsExactly(0, 2);
    }

    @Test
    void aStageWithoutARuleAnswersAllThatReachIt() {
        assertThat(decide(signed(0.2, 0.8), answer()).answered()).containsExactly(2, 0);
    }

    @Test
    void ofThreeStagesTheSecondDecidesOnlyWhatReachesIt() {
        StageOutputs outputs =
                stages(signed(0.1, 0.2, 0.9, 0.3), signed(-0.9, -0.1, -0.1, -0.4), signed(0.5, 0.6, 0.7, 0.8));

        Decisions decisions = Decisions.decide(outputs, List.of(passOn(0, 0.5), passOn(0, 0.5), answer()), MAX_LOGIT);

        assertThat(decisions.stage()).containsExactly(1, 2, 0, 2);
        assertThat(decisions.prediction()).containsExactly(1, 0, 0, 0);
        assertThat(decisions.confidence()).containsExactly(0.9, 0.6, 0.9, 0.8);
        assertThat(decisions.answered()).containsExactly(1, 1, 2);
        assertThat(decisions.reached(0)).containsExactly(0, 1, 2, 3);
        assertThat(decisions.reached(1)).containsExactly(0, 1, 3);
        assertThat(decisions.reached(2)).containsExactly(1, 3);
    }

    @Test
    void anAnswerIsAcceptedFromTheLowestConfidenceOfItsStage() {
        StageOutputs outputs = stages(signed(0.9, 0.1, 0.1, 0.1), signed(0.1, 0.7, 0.5, 0.3));

        Decisions decisions = Decisions.decide(outputs, List.of(passOn(0, 0.5), accept(0.5)), MAX_LOGIT);

        assertThat(decisions.accepted()).containsExactly(true, true, true, false);
        assertThat(decisions.abstained()).isEqualTo(1);
        assertThat(decisions.abstainedBy()).containsExactly(0, 1);
    }

    @Test
    void acceptIsComparedWithTheConfidenceAndNotWithTheScoreOfTheRule() {
        ConfidenceScore half =
                outputs -> outputs.logits().mapRows(row -> outputs.logits().max(row) / 2);
        StageRule rule = new StageRule(Optional.of(DeferralRule.never(MAX_LOGIT)), OptionalDouble.of(0.5));

        Decisions decisions = Decisions.decide(stages(signed(0.8, 1), signed(0.8, 1)), List.of(rule, answer()), half);

        assertThat(decisions.confidence()).containsExactly(0.4, 0.5);
        assertThat(decisions.accepted()).containsExactly(false, true);
    }

    @Test
    void aStageThatAveragesAnswersWithTheMeanAndPassesOnByItsOwnScore() {
        // Row 0: 0.9 and 0.4 for class 0 average to 0.65. Row 1: 0.9 and 0.05 average to 0.475.
        StageOutputs outputs = StageOutputs.combine(
                List.of(probabilities(0.9, 0.9), probabilities(0.4, 0.05), probabilities(0.5, 0.5)),
                List.of(Combine.REPLACE, Combine.AVERAGE, Combine.REPLACE),
                Set.of());
        ConfidenceScore softmax = new Recordings.MaxSoftmax();
        StageRule always = new StageRule(Optional.of(DeferralRule.always(softmax)), OptionalDouble.empty());
        // The second model's own scores are 0.6 and 0.95, those of its answers 0.65 and 0.525.
        StageRule below = new StageRule(Optional.of(DeferralRule.below(softmax, 0.55)), OptionalDouble.empty());

        Decisions decisions = Decisions.decide(outputs, List.of(always, below, answer()), softmax);

        assertThat(decisions.stage()).containsExactly(1, 1);
        assertThat(decisions.prediction()).containsExactly(0, 1);
        assertThat(decisions.confidence()).containsExactly(new double[] {0.65, 0.525}, within(1e-12));
    }

    @Test
    void aScoreThatIsAlsoTheConfidenceIsComputedOnceForAStage() {
        AtomicInteger asked = new AtomicInteger();
        ConfidenceScore counting = outputs -> {
            asked.incrementAndGet();
            return MAX_LOGIT.scores(outputs);
        };
        StageRule rule = new StageRule(Optional.of(DeferralRule.between(counting, 0, 0.5)), OptionalDouble.empty());

        Decisions.decide(stages(signed(0.2, 0.8), signed(0.3, 0.7)), List.of(rule, answer()), counting);

        assertThat(asked).hasValue(2);
    }

    @Test
    void noRowsAreDecidedToo() {
        Decisions decisions = decide(signed(), passOn(0, 1));

        assertThat(decisions.answered()).containsExactly(0, 0);
        assertThat(decisions.abstained()).isZero();
        assertThat(decisions.reached(0)).isEmpty();
    }

    /** A first stage with this rule before a second that answers. */
    private static Decisions decide(Outputs small, StageRule rule) {
        return Decisions.decide(stages(small, small), List.of(rule, answer()), MAX_LOGIT);
    }
}
