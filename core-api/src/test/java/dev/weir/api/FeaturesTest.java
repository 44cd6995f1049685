package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FeaturesTest {

    @Test
    void keepTheWidthInWhichTheyWereGiven() {
        Features doubles = new Features(1, 2, new double[] {0.1, 0.2});
        Features floats = new Features(1, 2, new float[] {0.1f, 0.2f});

        assertThat(doubles.isDouble()).isTrue();
        assertThat(doubles.at(0, 0)).isEqualTo(0.1);
        assertThat(floats.isDouble()).isFalse();
        assertThat(floats.at(0, 0)).isEqualTo(0.1f);
    }

    @Test
    void viewsAndSelectionsReadTheRightRows() {
        Features features = new Features(3, 2, new float[] {1, 2, 3, 4, 5, 6});

        assertThat(features.rows(1, 3).toFloats()).containsExactly(3, 4, 5, 6);
        assertThat(features.rows(1, 3).select(new int[] {1, 0}).toDoubles()).containsExactly(5, 6, 3, 4);
        assertThat(features.width()).isEqualTo(2);
        assertThat(features).hasToString("features 3 x 2 (float)");
    }

    @Test
    void areFinite() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Features(2, 1, new float[] {0, Float.NaN}))
                .withMessage("features must be finite, got NaN in row 1, column 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Features(1, 1, new double[] {Double.NEGATIVE_INFINITY}))
                .withMessageContaining("-Infinity");
    }
}
