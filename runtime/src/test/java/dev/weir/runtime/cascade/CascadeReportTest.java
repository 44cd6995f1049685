package dev.weir.runtime.cascade;

import static dev.weir.runtime.cascade.Recordings.MAX_LOGIT;
import static dev.weir.runtime.cascade.Recordings.accept;
import static dev.weir.runtime.cascade.Recordings.answer;
import static dev.weir.runtime.cascade.Recordings.passOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.deferral.DeferralRule;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CascadeReportTest {

    @Test
    void aStageThatAnswersEverythingHasNoRule() {
        assertThat(CascadeReport.rule(answer()).isNull()).isTrue();
    }

    @Test
    void theLastStageMayHoldAcceptAlone() {
        assertThat(CascadeReport.rule(accept(0.5)))
                .hasToString("{\"score\":null,\"low\":null,\"high\":null,\"accept\":0.5}");
    }

    @Test
    void aRuleIsItsScoreAndTheEndsOfItsInterval() {
        assertThat(CascadeReport.rule(passOn(0.25, 0.75)))
                .hasToString("{\"score\":\"max-logit\",\"low\":0.25,\"high\":0.75,\"accept\":null}");
    }

    @Test
    void anUnboundedEndIsNull() {
        assertThat(CascadeReport.rule(
                        new StageRule(Optional.of(DeferralRule.below(MAX_LOGIT, 0.5)), OptionalDouble.of(0.125))))
                .hasToString("{\"score\":\"max-logit\",\"low\":null,\"high\":0.49999999999999994,\"accept\":0.125}");
    }

    @Test
    void neverIsAnEmptyInterval() {
        assertThat(CascadeReport.rule(
                        new StageRule(Optional.of(DeferralRule.never(MAX_LOGIT)), OptionalDouble.empty())))
                .hasToString("{\"score\":\"max-logit\",\"low\":1.0,\"high\":0.0,\"accept\":null}");
    }
}
