package dev.weir.plugins.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.TokenMask;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.ConfidenceScoreContract;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scores of answers of several tokens, of which the first has probability 3/4 and the second 9/10. */
class SequenceScoresTest {
    private static final double FIRST = 0.75;
    private static final double SECOND = 0.9;
    private static final Outputs ANSWER = answer(Math.log(3), Math.log(9), 0, 0);

    private static Outputs answer(double first, double second, double padding, double morePadding) {
        double[] logits = {0, first, padding, morePadding, second, 0};
        return Outputs.ofTokens(new Logits(3, 2, logits), new TokenMask(3, new boolean[] {true, false, true}));
    }

    @Nested
    class TheMeanOfTheTokens implements ConfidenceScoreContract {
        @Override
        public ConfidenceScore score(Random random) {
            return new TokenLogProbability(TokenLogProbability.Of.MEAN, Temperatures.draw(random, Double.MAX_VALUE));
        }
    }

    @Nested
    class TheLeastLikelyToken implements ConfidenceScoreContract {
        @Override
        public ConfidenceScore score(Random random) {
            return new TokenLogProbability(TokenLogProbability.Of.MINIMUM, Temperatures.draw(random, Double.MAX_VALUE));
        }
    }

    @Nested
    class TheWholeSequence implements ConfidenceScoreContract {
        @Override
        public ConfidenceScore score(Random random) {
            double[] exponents = {0, 1, random.nextDouble()};
            return new SequenceLogProbability(
                    exponents[random.nextInt(3)], Temperatures.draw(random, Double.MAX_VALUE));
        }
    }

    @Test
    void theMeanAndTheMinimumAreThoseOfTheTwoTokens() {
        assertThat(new TokenLogProbability(TokenLogProbability.Of.MEAN, 1).scores(ANSWER)[0])
                .isCloseTo((Math.log(FIRST) + Math.log(SECOND)) / 2, within(1e-15));
        assertThat(new TokenLogProbability(TokenLogProbability.Of.MINIMUM, 1).scores(ANSWER)[0])
                .isCloseTo(Math.log(FIRST), within(1e-15));
    }

    @Test
    void theLengthDividesTheSumToAPower() {
        double sum = Math.log(FIRST) + Math.log(SECOND);

        assertThat(new SequenceLogProbability(0, 1).scores(ANSWER)[0]).isCloseTo(sum, within(1e-15));
        assertThat(new SequenceLogProbability(0.5, 1).scores(ANSWER)[0]).isCloseTo(sum / Math.sqrt(2), within(1e-15));
        assertThat(new SequenceLogProbability(1, 1).scores(ANSWER)[0]).isCloseTo(sum / 2, within(1e-15));
    }

    @Test
    void theEntropyIsTheMeanOfThatOfTheTokens() {
        double first = FIRST * Math.log(FIRST) + (1 - FIRST) * Math.log(1 - FIRST);
        double second = SECOND * Math.log(SECOND) + (1 - SECOND) * Math.log(1 - SECOND);

        assertThat(new NegativeEntropy(1).scores(ANSWER)[0]).isCloseTo((first + second) / 2, within(1e-15));
    }

    @Test
    void maxSoftmaxIsTheProbabilityOfTheWholeAnswer() {
        assertThat(new MaxSoftmax(1).scores(ANSWER)[0]).isCloseTo(FIRST * SECOND, within(1e-15));
    }

    @Test
    void ofOneClassTheLogProbabilitiesAreThatOfTheClass() {
        Outputs plain = Outputs.of(new Logits(1, 2, new double[] {0, Math.log(3)}));

        assertThat(new TokenLogProbability(TokenLogProbability.Of.MINIMUM, 1).scores(plain)[0])
                .isCloseTo(Math.log(FIRST), within(1e-15));
        assertThat(new SequenceLogProbability(1, 1).scores(plain)[0]).isCloseTo(Math.log(FIRST), within(1e-15));
    }

    static Stream<ConfidenceScore> scores() {
        return Stream.of(
                new MaxSoftmax(1),
                new NegativeEntropy(1),
                new Margin(1),
                new MaxLogit(),
                new Energy(1),
                new TokenLogProbability(TokenLogProbability.Of.MEAN, 1),
                new TokenLogProbability(TokenLogProbability.Of.MINIMUM, 1),
                new SequenceLogProbability(0.6, 1));
    }

    @ParameterizedTest
    @MethodSource("scores")
    void paddingNeverChangesAScore(ConfidenceScore score) {
        Outputs other = answer(Math.log(3), Math.log(9), 700, -700);
        Outputs without = Outputs.ofTokens(
                new Logits(2, 2, new double[] {0, Math.log(3), Math.log(9), 0}),
                new TokenMask(2, new boolean[] {true, true}));

        assertThat(score.scores(other)).containsExactly(score.scores(ANSWER));
        assertThat(score.scores(without)).containsExactly(score.scores(ANSWER));
    }

    @ParameterizedTest
    @MethodSource("scores")
    void anAnswerScoresAloneAsInItsBatch(ConfidenceScore score) {
        Outputs two = Outputs.ofTokens(
                new Logits(4, 2, new double[] {0, 1, 2, 0, 0, -3, 0, 5}),
                new TokenMask(2, new boolean[] {true, true, true, false}));

        double[] together = score.scores(two);

        assertThat(score.scores(two.rows(0, 1))).containsExactly(together[0]);
        assertThat(score.scores(two.select(new int[] {1, 0}))).containsExactly(together[1], together[0]);
    }

    @Test
    void aLengthExponentOutsideZeroToOneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SequenceLogProbability(1.5, 1))
                .withMessageStartingWith("length-exponent must be in [0, 1]");
    }
}
