package dev.weir.runtime.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatedCascadeTest {
    private static final ConfidenceScore SURE =
            outputs -> outputs.logits().mapRows(row -> outputs.logits().maxSoftmax(row, 1));
    private static final StageRule LAST = new StageRule(Optional.empty(), OptionalDouble.of(0.45));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void decidesAsTheRecordedOutputsWouldBeDecided(long seed) {
        Random random = new Random(seed);
        FloatTensor inputs = inputs(200, random);
        List<Model> models = List.of(new Linear(random), new Linear(random), new Linear(random));
        List<Combine> combine = List.of(Combine.REPLACE, Combine.AVERAGE, Combine.AVERAGE);
        List<StageRule> rules = List.of(between(0.3, 0.6), between(0, 0.5), LAST);

        Decisions gated = new GatedCascade(models, combine, rules, SURE, Set.of()).decide(inputs);

        Decisions recorded = Decisions.decide(
                StageOutputs.combine(
                        models.stream()
                                .map(model -> model.outputs(inputs, Set.of()))
                                .toList(),
                        combine,
                        Set.of()),
                rules,
                SURE);
        assertThat(gated.stage()).isEqualTo(recorded.stage());
        assertThat(gated.prediction()).isEqualTo(recorded.prediction());
        assertThat(gated.confidence()).isEqualTo(recorded.confidence());
        assertThat(gated.accepted()).isEqualTo(recorded.accepted());
        assertThat(gated.answered()).isEqualTo(recorded.answered());
    }

    @Test
    void asksALaterStageOnlyAboutWhatIsPassedOn() {
        Random random = new Random(4);
        Linear first = new Linear(random);
        Linear second = new Linear(random);
        FloatTensor inputs = inputs(100, random);

        Decisions decisions = new GatedCascade(
                        List.of(first, second),
                        List.of(Combine.REPLACE, Combine.REPLACE),
                        List.of(between(0, 0.5), LAST),
                        SURE,
                        Set.of())
                .decide(inputs);

        assertThat(first.asked).containsExactly(100);
        assertThat(second.asked).containsExactly(decisions.answered()[1]);
    }

    @Test
    void asksNobodyWhenNothingIsPassedOn() {
        Random random = new Random(5);
        Linear second = new Linear(random);

        Decisions decisions = new GatedCascade(
                        List.of(new Linear(random), second),
                        List.of(Combine.REPLACE, Combine.REPLACE),
                        List.of(new StageRule(Optional.of(DeferralRule.never(SURE)), OptionalDouble.empty()), LAST),
                        SURE,
                        Set.of())
                .decide(inputs(7, random));

        assertThat(decisions.answered()).containsExactly(7, 0);
        assertThat(second.asked).isEmpty();
    }

    @Test
    void noInputsGetNoAnswers() {
        Random random = new Random(6);

        Decisions decisions = new GatedCascade(
                        List.of(new Linear(random), new Linear(random)),
                        List.of(Combine.REPLACE, Combine.AVERAGE),
                        List.of(between(0, 1), LAST),
                        SURE,
                        Set.of())
                .decide(inputs(0, random));

        assertThat(decisions.prediction()).isEmpty();
        assertThat(decisions.answered()).containsExactly(0, 0);
    }

    private static StageRule between(double low, double high) {
        return new StageRule(Optional.of(DeferralRule.between(SURE, low, high)), OptionalDouble.of(0.4));
    }

    private static FloatTensor inputs(int rows, Random random) {
        float[] values = new float[rows * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new FloatTensor(rows, new int[] {2}, values);
    }

    /** Three classes, each a random direction; remembers how many rows it was asked about. */
    private static final class Linear implements Model {
        private final double[] weights;
        private final List<Integer> asked = new ArrayList<>();

        Linear(Random random) {
            weights = random.doubles(6, -1, 1).toArray();
        }

        @Override
        public Outputs outputs(Inputs inputs, Set<Need> needs) {
            FloatTensor tensor = (FloatTensor) inputs;
            asked.add(tensor.rows());
            double[] logits = new double[tensor.rows() * 3];
            for (int row = 0; row < tensor.rows(); row++) {
                for (int k = 0; k < 3; k++) {
                    logits[row * 3 + k] = weights[2 * k] * tensor.at(row, 0) + weights[2 * k + 1] * tensor.at(row, 1);
                }
            }
            return Outputs.of(new Logits(tensor.rows(), 3, logits));
        }

        @Override
        public OptionalLong parameters() {
            return OptionalLong.of(6);
        }

        @Override
        public OptionalLong macs() {
            return OptionalLong.of(6);
        }

        @Override
        public void close() {}
    }
}
