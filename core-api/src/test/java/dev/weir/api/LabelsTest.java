package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LabelsTest {
    private final Labels labels = new Labels(3, new int[] {0, 2, 2, 1});

    @Test
    void areClassesOfTheirNumber() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Labels(3, new int[] {0, 3}))
                .withMessage("label 3 in row 1 is outside [0, 3)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Labels(3, new int[] {-1}))
                .withMessage("label -1 in row 0 is outside [0, 3)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Labels(0, new int[0]))
                .withMessage("classes must be at least 1, got 0");
    }

    @Test
    void matchThePredictionsThatAreRight() {
        assertThat(labels.matches(new int[] {0, 2, 1, 0})).containsExactly(true, true, false, false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> labels.matches(new int[3]))
                .withMessage("4 predictions expected, got 3");
    }

    @Test
    void countTheirClasses() {
        assertThat(labels.counts()).containsExactly(1, 1, 2);
        assertThat(new Labels(2, new int[0]).counts()).containsExactly(0, 0);
    }

    @Test
    void selectedLabelsStandInTheGivenOrder() {
        assertThat(labels.select(new int[] {3, 1, 1})).isEqualTo(new Labels(3, new int[] {1, 2, 2}));
    }

    @Test
    void areEqualByValueAndNumberOfClasses() {
        assertThat(labels)
                .isEqualTo(new Labels(3, new int[] {0, 2, 2, 1}))
                .hasSameHashCodeAs(new Labels(3, new int[] {0, 2, 2, 1}))
                .isNotEqualTo(new Labels(4, new int[] {0, 2, 2, 1}))
                .isNotEqualTo(new Labels(3, new int[] {0, 2, 2, 2}))
                .hasToString("4 labels of 3 classes");
    }

    @Test
    void handOutACopy() {
        labels.toArray()[0] = 1;

        assertThat(labels.at(0)).isZero();
    }
}
