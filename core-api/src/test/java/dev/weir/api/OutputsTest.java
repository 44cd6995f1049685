package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutputsTest {
    private final Logits logits = new Logits(3, 1, new float[] {1, 2, 3});
    private final Features features = new Features(3, 1, new float[] {4, 5, 6});

    @Test
    void whatNobodyNeedsIsNotThere() {
        Outputs outputs = Outputs.of(logits);

        assertThat(outputs.hasFeatures()).isFalse();
        assertThatIllegalStateException().isThrownBy(outputs::features).withMessageContaining("Need.FEATURES");
        assertThatIllegalStateException()
                .isThrownBy(outputs::earlierStages)
                .withMessageContaining("Need.EARLIER_STAGES");
    }

    @Test
    void viewsHoldTheSameRowsOfEverything() {
        Outputs earlier = Outputs.of(new Logits(3, 1, new float[] {7, 8, 9}));

        Outputs view = Outputs.of(logits)
                .withFeatures(features)
                .withEarlierStages(List.of(earlier))
                .rows(1, 3);

        assertThat(view.rows()).isEqualTo(2);
        assertThat(view.logits().toFloats()).containsExactly(2, 3);
        assertThat(view.features().toFloats()).containsExactly(5, 6);
        assertThat(view.earlierStages().get(0).logits().toFloats()).containsExactly(8, 9);
    }

    @Test
    void everythingHasTheSameRows() {
        Outputs outputs = Outputs.of(logits);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> outputs.withFeatures(features.rows(0, 2)))
                .withMessage("3 rows expected, got 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> outputs.withEarlierStages(List.of(outputs.rows(0, 1))))
                .withMessage("3 rows expected, got 1");
    }

    @Test
    void otherLogitsLeaveTheRestAsItIs() {
        Logits combined = new Logits(3, 2, new double[6]);

        Outputs outputs = Outputs.of(logits).withFeatures(features).withLogits(combined);

        assertThat(outputs.logits()).isSameAs(combined);
        assertThat(outputs.features()).isSameAs(features);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> outputs.withLogits(combined.rows(0, 2)))
                .withMessage("3 rows expected, got 2");
    }

    @Test
    void addingToOutputsLeavesThemAsTheyWere() {
        Outputs outputs = Outputs.of(logits);

        assertThat(outputs.withFeatures(features).hasFeatures()).isTrue();
        assertThat(outputs.hasFeatures()).isFalse();
    }
}
