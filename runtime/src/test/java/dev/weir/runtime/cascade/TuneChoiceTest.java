package dev.weir.runtime.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.runtime.cascade.TuneChoice.Measured;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TuneChoiceTest {
    private static final Measured UNTUNED = measured(0.8, 0.5);
    private static final Measured FAILED = new Measured(OptionalDouble.empty(), OptionalDouble.empty());

    @Test
    void theHighestSdAmongThoseThatHoldTheFloorIsUsed() {
        TuneChoice choice = choose(0.02, measured(0.7, 0.9), measured(0.79, 0.6), measured(0.78, 0.7));

        assertThat(choice.chosen()).hasValue(2);
        assertThat(choice.note()).isEmpty();
    }

    @Test
    void ofEqualOnesTheFirstIsUsed() {
        assertThat(choose(0.02, measured(0.8, 0.6), measured(0.8, 0.6)).chosen())
                .hasValue(0);
    }

    @Test
    void anSdBelowMinusOneCanStillBeTheHighest() {
        assertThat(choose(0.02, measured(0.8, -3), measured(0.8, -2)).chosen()).hasValue(1);
    }

    @Test
    void collapsedSettingsAreNeverUsed() {
        TuneChoice choice = choose(0.02, measured(0.02, 0.99), measured(0.1, 0.9));

        assertThat(choice.chosen()).isEmpty();
        assertThat(choice.note())
                .isEqualTo("the model stays untuned: all 2 settings fall below the accuracy floor on the validation"
                        + " split");
        assertThat(choose(0.02, measured(0.02, 0.99)).chosen()).isEmpty();
        assertThat(choose(0.02, measured(0.02, 0.99)).note()).contains("the setting falls below");
    }

    @Test
    void aSettingWhoseTrainingFailedIsNotUsed() {
        assertThat(choose(1, FAILED).chosen()).isEmpty();
        assertThat(choose(1, FAILED, measured(0.8, 0.1)).chosen()).hasValue(1);
    }

    @Test
    void aSingleSettingNeedsNoSd() {
        Measured withoutSd = new Measured(OptionalDouble.of(0.8), OptionalDouble.empty());

        assertThat(choose(0, withoutSd).chosen()).hasValue(0);
        assertThat(choose(0, withoutSd, withoutSd).chosen()).isEmpty();
        assertThat(choose(0, withoutSd, withoutSd).note())
                .isEqualTo("the model stays untuned: no setting can be chosen by s_d, which is undefined on the"
                        + " validation split");
        assertThat(choose(0, withoutSd, measured(0.8, -3)).chosen()).hasValue(1);
    }

    @Test
    void anUntunedModelWithAHigherSdIsNoted() {
        assertThat(choose(0.02, measured(0.8, 0.4)).note())
                .isEqualTo("on the validation split the untuned model has a higher s_d");
    }

    @Test
    void theFloorItselfHolds() {
        assertThat(choose(0.1, measured(0.7, 0.6)).chosen()).hasValue(0);
        assertThat(TuneChoice.isBelow(measured(0.7, 0.6), TuneChoice.floor(UNTUNED, 0.1)))
                .isFalse();
        assertThat(TuneChoice.isBelow(measured(0.69, 0.6), TuneChoice.floor(UNTUNED, 0.1)))
                .isTrue();
        assertThat(TuneChoice.isBelow(FAILED, 0.5)).isFalse();
    }

    private static TuneChoice choose(double maxDrop, Measured... tried) {
        return TuneChoice.of(UNTUNED, List.of(tried), maxDrop);
    }

    private static Measured measured(double accuracy, double sd) {
        return new Measured(OptionalDouble.of(accuracy), OptionalDouble.of(sd));
    }
}
