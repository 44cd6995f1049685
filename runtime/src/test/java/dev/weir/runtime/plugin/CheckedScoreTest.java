package dev.weir.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.api.Logits;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckedScoreTest {
    private static final Component COMPONENT = new Component(
            Kind.CONFIDENCE_SCORE, "late", Late.class, new PluginInfo("scores", "1.0.0", Path.of("scores.jar")));
    private static final String BUG =
            "\n  This is a bug in plugin scores 1.0.0, not in your file. Nothing was written.";

    private final Outputs outputs = Outputs.of(new Logits(2, 2, new float[4]));

    @Name("late")
    record Late() implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return new double[] {1, -2};
        }

        @Override
        public Set<Need> needs() {
            return Set.of(Need.EARLIER_STAGES);
        }
    }

    @Test
    void whatKeepsTheContractComesThrough() {
        CheckedScore checked = new CheckedScore(new Late(), COMPONENT);

        assertThat(checked.scores(outputs)).containsExactly(1, -2);
        assertThat(checked.needs()).containsExactly(Need.EARLIER_STAGES);
    }

    @Test
    void guardsConfidenceScoresAndNothingElse() {
        Component policy = new Component(Kind.DEFERRAL_POLICY, "late", Late.class, COMPONENT.plugin());

        assertThat(CheckedScore.guard(COMPONENT, new Late())).isEqualTo(new CheckedScore(new Late(), COMPONENT));
        assertThat(CheckedScore.guard(policy, new Late())).isEqualTo(new Late());
    }

    @Test
    void aScoreThatIsNotFiniteIsRefusedWithItsRow() {
        refused(
                given -> new double[] {0, Double.NaN},
                "confidence score 'late' returned the score NaN for row 1, expected a finite number" + BUG);
        refused(
                given -> new double[] {Double.NEGATIVE_INFINITY, 0},
                "confidence score 'late' returned the score -Infinity for row 0, expected a finite number" + BUG);
    }

    @Test
    void anotherNumberOfScoresThanExamplesIsRefused() {
        refused(
                given -> new double[3],
                "confidence score 'late' returned 3 scores for 2 examples, expected one score for each example" + BUG);
    }

    @Test
    void whatAScoreThrowsIsToldWithItsCause() {
        IllegalStateException cause = new IllegalStateException("these outputs hold no features");

        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> new CheckedScore(
                                given -> {
                                    throw cause;
                                },
                                COMPONENT)
                        .scores(outputs))
                .withMessage("confidence score 'late' threw " + cause + ", expected n finite scores" + BUG)
                .withCause(cause);
    }

    private void refused(ConfidenceScore score, String message) {
        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> new CheckedScore(score, COMPONENT).scores(outputs))
                .withMessage(message);
    }
}
