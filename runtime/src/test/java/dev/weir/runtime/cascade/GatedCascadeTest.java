package dev.weir.runtime.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Answers;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.TokenMask;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.model.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
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

        Decisions gated =
                new GatedCascade(stages(models), combine, rules, SURE, Set.of(), Optional.empty()).decide(inputs);

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
    void anAnswerOfSeveralTokensThatIsNoClassIsReadAsItIsWritten() {
        Answers answers = new Answers(3, 2, new int[] {1, 0, 2, 0}, List.of("", " te", "a"));
        float[] logits = {0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1}; // 1 0, which is class 0, and 1 2, which is none
        Outputs written =
                Outputs.ofTokens(new Logits(4, 3, logits), new TokenMask(2, new boolean[] {true, true, true, true}));
        Map<Integer, String> others = new HashMap<>();

        Decisions decisions = new GatedCascade(
                        stages(List.of(new Written(written))),
                        List.of(Combine.REPLACE),
                        List.of(LAST),
                        outputs -> outputs.probabilities(1),
                        Set.of(),
                        Optional.of(answers))
                .decide(inputs(2, new Random(1)), others);

        assertThat(decisions.prediction()).containsExactly(0, -1);
        assertThat(others).containsExactly(Map.entry(1, "tea"));
    }

    @Test
    void asksALaterStageOnlyAboutWhatIsPassedOn() {
        Random random = new Random(4);
        Linear first = new Linear(random);
        Linear second = new Linear(random);
        FloatTensor inputs = inputs(100, random);

        Decisions decisions = new GatedCascade(
                        stages(List.of(first, second)),
                        List.of(Combine.REPLACE, Combine.REPLACE),
                        List.of(between(0, 0.5), LAST),
                        SURE,
                        Set.of(),
                        Optional.empty())
                .decide(inputs);

        assertThat(first.asked).containsExactly(100);
        assertThat(second.asked).containsExactly(decisions.answered()[1]);
    }

    @Test
    void asksNobodyWhenNothingIsPassedOn() {
        Random random = new Random(5);
        Linear second = new Linear(random);

        Decisions decisions = new GatedCascade(
                        stages(List.of(new Linear(random), second)),
                        List.of(Combine.REPLACE, Combine.REPLACE),
                        List.of(new StageRule(Optional.of(DeferralRule.never(SURE)), OptionalDouble.empty()), LAST),
                        SURE,
                        Set.of(),
                        Optional.empty())
                .decide(inputs(7, random));

        assertThat(decisions.answered()).containsExactly(7, 0);
        assertThat(second.asked).isEmpty();
    }

    @Test
    void noInputsGetNoAnswers() {
        Random random = new Random(6);

        Decisions decisions = new GatedCascade(
                        stages(List.of(new Linear(random), new Linear(random))),
                        List.of(Combine.REPLACE, Combine.AVERAGE),
                        List.of(between(0, 1), LAST),
                        SURE,
                        Set.of(),
                        Optional.empty())
                .decide(inputs(0, random));

        assertThat(decisions.prediction()).isEmpty();
        assertThat(decisions.answered()).containsExactly(0, 0);
    }

    /** Exits 1, 2 and 3 of one network, and between the first two a model of its own. */
    private static List<LiveStage> exits(Ladder ladder, Linear between) {
        return List.of(
                new LiveStage(ladder, 1, Optional.empty()),
                LiveStage.of(between),
                new LiveStage(ladder, 2, Optional.empty()),
                new LiveStage(ladder, 3, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 200, ExitRecording.BLOCK, 3 * ExitRecording.BLOCK + 5})
    void exitsGoOnFromWhatWasPassedOnAndDecideAsTheirRecordedOutputs(int rows) {
        Random random = new Random(rows);
        FloatTensor inputs = inputs(rows, random);
        Ladder ladder = new Ladder(random);
        Linear between = new Linear(random);
        List<Combine> combine = List.of(Combine.REPLACE, Combine.AVERAGE, Combine.REPLACE, Combine.AVERAGE);
        List<StageRule> rules = List.of(between(0, 0.6), between(0, 0.5), between(0, 0.6), LAST);

        Decisions gated = new GatedCascade(exits(ladder, between), combine, rules, SURE, Set.of(), Optional.empty())
                .decide(inputs);

        List<Outputs> ofExits =
                ExitRecording.of(ladder, List.of(1, 2, 3), inputs, Set.of()).outputs();
        Decisions recorded = Decisions.decide(
                StageOutputs.combine(
                        List.of(ofExits.get(0), between.outputs(inputs, Set.of()), ofExits.get(1), ofExits.get(2)),
                        combine,
                        Set.of()),
                rules,
                SURE);
        assertThat(gated.stage()).isEqualTo(recorded.stage());
        assertThat(gated.prediction()).isEqualTo(recorded.prediction());
        assertThat(gated.confidence()).containsExactly(recorded.confidence(), within(1e-12));
        assertThat(gated.accepted()).isEqualTo(recorded.accepted());
        assertThat(gated.answered()).isEqualTo(recorded.answered());
        assertThat(IntStream.of(gated.answered()).filter(count -> count > 0).count())
                .isGreaterThanOrEqualTo(Math.min(rows, 3));
    }

    @Test
    void anExitIsAskedOnlyAboutWhatIsPassedOnAndOnlyForWhatLiesBetween() {
        Random random = new Random(8);
        Ladder ladder = new Ladder(random);
        FloatTensor inputs = inputs(100, random);

        int[] answered = new GatedCascade(
                        List.of(new LiveStage(ladder, 1, Optional.empty()), new LiveStage(ladder, 3, Optional.empty())),
                        List.of(Combine.REPLACE, Combine.REPLACE),
                        List.of(between(0, 0.6), LAST),
                        SURE,
                        Set.of(),
                        Optional.empty())
                .decide(inputs)
                .answered();

        assertThat(answered[1]).isBetween(1, 99);
        assertThat(ladder.taken()).containsExactly("0-1: 100", "1-3: " + answered[1]);
    }

    @Test
    void statesAreKeptForABlockOfRowsAtATime() {
        Random random = new Random(9);
        Ladder ladder = new Ladder(random);

        new GatedCascade(
                        List.of(new LiveStage(ladder, 1, Optional.empty()), new LiveStage(ladder, 2, Optional.empty())),
                        List.of(Combine.REPLACE, Combine.REPLACE),
                        List.of(between(0, 1), LAST),
                        SURE,
                        Set.of(),
                        Optional.empty())
                .decide(inputs(2 * ExitRecording.BLOCK + 7, random));

        assertThat(ladder.taken())
                .containsExactly("0-1: 1024", "1-2: 1024", "0-1: 1024", "1-2: 1024", "0-1: 7", "1-2: 7");
    }

    private static List<LiveStage> stages(List<? extends Model> models) {
        return models.stream().map(LiveStage::of).toList();
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

    /** Puts out what it is given. */
    private record Written(Outputs outputs) implements Model {

        @Override
        public Outputs outputs(Inputs inputs, Set<Need> needs) {
            return outputs;
        }

        @Override
        public OptionalLong parameters() {
            return OptionalLong.empty();
        }

        @Override
        public OptionalLong macs() {
            return OptionalLong.empty();
        }

        @Override
        public void close() {}
    }
}
