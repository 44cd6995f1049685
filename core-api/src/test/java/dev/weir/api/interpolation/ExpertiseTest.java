package dev.weir.api.interpolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Logits;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpertiseTest {

    @Test
    void sharesAreThoseOfTheFormulaAndAddUpToTheScale() {
        // entropies log 2 and 0: exp(-H) is 1/2 and 1
        List<Logits> endpoints =
                List.of(new Logits(1, 2, new float[] {3, 3}), new Logits(1, 2, new float[] {1_000, -1_000}));
        double[] shares = new double[2];

        new Expertise(List.of(1.0, 1.0), 0.5, List.of(0.8, 0.2), 3).shares(endpoints, 0, shares);

        assertThat(shares[1]).isCloseTo(3 * (1 + 0.5 * 0.2) / 2, within(1e-12));
        assertThat(shares[0] + shares[1]).isEqualTo(3);
    }

    @Test
    void whatIsNoExpertiseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Expertise(List.of(1.0, 1.0), 0.5, List.of(0.8, 0.3), 1))
                .withMessage("priors must add up to 1, got [0.8, 0.3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Expertise(List.of(1.0, 1.0), 0.5, List.of(1.0), 1))
                .withMessage("1 priors for 2 endpoints");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Expertise(List.of(1.0, 0.0), 0.5, List.of(0.5, 0.5), 1))
                .withMessageStartingWith("temperatures must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Expertise(List.of(1.0, 1.0), -1, List.of(0.5, 0.5), 1))
                .withMessage("offset must be finite and at least 0, got -1.0");
    }
}
