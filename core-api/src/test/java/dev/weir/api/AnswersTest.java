package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {

    /** Two answers of up to two of three tokens: {@code 2 0} and {@code 1}. */
    private static final Answers ANSWERS = new Answers(3, 2, new int[] {2, 0, 1, -1});

    private static final double[] TWO_THEN_ZERO = {0, 0, 3, 3, 0, 0};
    private static final double[] ONE_THEN_PADDING = {0, 3, 0, 9, 9, 9};

    private static Outputs outputs(double[]... rows) {
        double[] all = new double[6 * rows.length];
        boolean[] mask = new boolean[2 * rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, 6 * i, 6);
            mask[2 * i] = true;
            mask[2 * i + 1] = rows[i] != ONE_THEN_PADDING;
        }
        return Outputs.ofTokens(new Logits(2 * rows.length, 3, all), new TokenMask(2, mask));
    }

    @Test
    void anAnswerIsTheClassThatIsWrittenLikeItTokenForToken() {
        Outputs outputs = outputs(TWO_THEN_ZERO, ONE_THEN_PADDING, new double[] {0, 0, 3, 0, 3, 0})
                .answering(ANSWERS);

        assertThat(outputs.rows()).isEqualTo(3);
        assertThat(outputs.predictions()).containsExactly(0, 1, Answers.NONE);
        assertThat(new Labels(ANSWERS, new int[] {0, 1, 0}).matches(outputs.predictions()))
                .containsExactly(true, true, false);
    }

    @Test
    void anAnswerThatIsLongerThanItsLabelIsWrong() {
        Outputs longer = outputs(new double[] {0, 3, 0, 3, 0, 0}).answering(ANSWERS);

        assertThat(longer.predictions()).containsExactly(Answers.NONE);
    }

    @Test
    void tokensReadAsTheirTextsOrAsTheirNumbers() {
        Answers named = new Answers(3, 2, new int[] {2, 0, 1, -1}, List.of("", "a", " te"));

        assertThat(named.written(0)).isEqualTo("te");
        assertThat(named.read(outputs(new double[] {0, 0, 3, 0, 3, 0}).written(0)))
                .isEqualTo("tea");
        assertThat(ANSWERS.written(0)).isEqualTo("2 0");
        assertThat(ANSWERS.written(1)).isEqualTo("1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Answers(3, 1, new int[] {1}, List.of("a")))
                .withMessage("texts of 3 tokens expected, got 1");
    }

    @Test
    void rowsAndSelectionsKeepAnswersWhole() {
        Outputs outputs = outputs(TWO_THEN_ZERO, ONE_THEN_PADDING).answering(ANSWERS);

        assertThat(outputs.select(new int[] {1, 0, 1}).predictions()).containsExactly(1, 0, 1);
        assertThat(outputs.rows(1, 2).answering(ANSWERS).predictions()).containsExactly(1);
        assertThat(outputs.select(new int[] {1}).tokens().orElseThrow().count(0))
                .isEqualTo(1);
    }

    @Test
    void paddingNeverChangesWhatIsMadeOfTheTokens() {
        double[] other = ONE_THEN_PADDING.clone();
        other[3] = -700;
        Outputs padded = Outputs.ofTokens(new Logits(2, 3, other), new TokenMask(2, new boolean[] {true, false}));
        Outputs alone =
                Outputs.ofTokens(new Logits(1, 3, new double[] {0, 3, 0}), new TokenMask(1, new boolean[] {true}));

        assertThat(padded.probabilities(1)).containsExactly(alone.probabilities(1));
        assertThat(padded.meanOfTokens(row -> padded.logits().max(row))).containsExactly(3);
        assertThat(padded.mapAnswers(row -> padded.logits().max(row), Double::sum))
                .containsExactly(3);
    }

    @Test
    void theProbabilityOfAnAnswerIsTheProductOfThoseOfItsTokens() {
        double token = Math.exp(3) / (Math.exp(3) + 2);

        assertThat(outputs(TWO_THEN_ZERO).probabilities(1)[0]).isCloseTo(token * token, within(1e-15));
    }

    @Test
    void tokensAreHeldAgainstTheLabelUpToTheFirstWrongOne() {
        Outputs outputs = outputs(TWO_THEN_ZERO, new double[] {0, 9, 0, 3, 0, 0}, ONE_THEN_PADDING);

        Outputs.Graded graded = outputs.graded(new Labels(ANSWERS, new int[] {0, 0, 1}));

        assertThat(graded.labels().toArray()).containsExactly(2, 0, 2, 1);
        assertThat(graded.logits().toDoubles()).containsExactly(0, 0, 3, 3, 0, 0, 0, 9, 0, 0, 3, 0);
    }

    @Test
    void answersOfOneClassAreTheirLogits() {
        Outputs plain = Outputs.of(new Logits(1, 2, new double[] {0, Math.log(3)}));

        assertThat(plain.predictions()).containsExactly(1);
        assertThat(plain.answering(ANSWERS)).isSameAs(plain);
        assertThat(plain.probabilities(1)[0]).isCloseTo(0.75, within(1e-15));
    }

    @Test
    void whatWasNotComparedHasNoPrediction() {
        assertThatIllegalStateException()
                .isThrownBy(() -> outputs(TWO_THEN_ZERO).predictions());
    }

    @Test
    void answersThatAreNoneOrTwiceAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Answers(3, 2, new int[] {-1, -1}))
                .withMessage("answer 0 has no token");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Answers(3, 1, new int[] {2, 2}))
                .withMessage("answers 0 and 1 are the same");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Answers(3, 1, new int[] {3}))
                .withMessage("token 3 at position 0 of answer 0 is outside the vocabulary [0, 3)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenMask(2, new boolean[] {true, false, false, false}))
                .withMessage("the mask hides all tokens of row 1");
    }
}
