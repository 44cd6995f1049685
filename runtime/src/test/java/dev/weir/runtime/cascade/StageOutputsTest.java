package dev.weir.runtime.cascade;

import static dev.weir.runtime.cascade.Recordings.probabilities;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Features;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StageOutputsTest {
    private final Outputs small = probabilities(0.9);
    private final Outputs middle = probabilities(0.4);
    private final Outputs large = probabilities(0.2);

    @Test
    void aStageThatReplacesAnswersWithItsOwnOutputs() {
        StageOutputs outputs = combine(Set.of(), Combine.REPLACE, Combine.REPLACE, Combine.REPLACE);

        assertThat(outputs.answers()).isEqualTo(outputs.own());
        assertThat(outputs.own()).containsExactly(small, middle, large);
        assertThat(outputs.rows()).isEqualTo(1);
        assertThat(outputs.stages()).isEqualTo(3);
    }

    @Test
    void aStageThatAveragesAnswersWithTheMeanOfAllStagesSoFar() {
        StageOutputs outputs = combine(Set.of(), Combine.REPLACE, Combine.AVERAGE, Combine.AVERAGE);

        assertThat(probability(outputs.answers().get(0))).isCloseTo(0.9, within(1e-12));
        assertThat(probability(outputs.answers().get(1))).isCloseTo(0.65, within(1e-12));
        assertThat(probability(outputs.answers().get(2))).isCloseTo(0.5, within(1e-12));
        assertThat(outputs.own()).containsExactly(small, middle, large);
    }

    @Test
    void anAverageCountsAlsoStagesThatReplace() {
        StageOutputs outputs = combine(Set.of(), Combine.REPLACE, Combine.REPLACE, Combine.AVERAGE);

        assertThat(probability(outputs.answers().get(2))).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void earlierStagesAreAttachedWhereSomebodyReadsThem() {
        StageOutputs outputs = combine(Set.of(Need.EARLIER_STAGES), Combine.REPLACE, Combine.REPLACE, Combine.AVERAGE);

        assertThat(outputs.own().get(0).earlierStages()).isEmpty();
        assertThat(outputs.own().get(2).earlierStages()).containsExactly(small, middle);
        assertThat(outputs.answers().get(2).earlierStages()).containsExactly(small, middle);
        assertThatIllegalStateException()
                .isThrownBy(() -> combine(Set.of(), Combine.REPLACE, Combine.REPLACE, Combine.REPLACE)
                        .own()
                        .get(2)
                        .earlierStages());
    }

    @Test
    void anAverageKeepsTheFeaturesOfItsOwnModel() {
        Features features = new Features(1, 2, new float[] {1, 2});

        StageOutputs outputs = StageOutputs.combine(
                List.of(small, large.withFeatures(features)), List.of(Combine.REPLACE, Combine.AVERAGE), Set.of());

        assertThat(outputs.answers().get(1).features()).isSameAs(features);
    }

    private StageOutputs combine(Set<Need> needs, Combine... how) {
        return StageOutputs.combine(List.of(small, middle, large), List.of(how), needs);
    }

    private static double probability(Outputs outputs) {
        return outputs.logits().softmax(0, 0, 1);
    }
}
