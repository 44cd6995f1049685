package dev.weir.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Logits;
import dev.weir.api.interpolation.Expertise;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.Mix;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssignmentTest {

    @Test
    void equalMixesAreOneAndEachKeepsItsRowsInOrder() {
        Assignment assignment = Assignment.ofEach(
                List.of(List.of(0.5, 0.5), List.of(1.0, 0.0), List.of(0.5, 0.5), List.of(0.0, 1.0), List.of(1.0, 0.0)));

        assertThat(assignment.mixes()).containsExactly(List.of(0.5, 0.5), List.of(1.0, 0.0), List.of(0.0, 1.0));
        assertThat(assignment.rowsByMix()).isDeepEqualTo(new int[][] {{0, 2}, {1, 4}, {3}});
    }

    @Test
    void aMixThatServesNobodyHasNoRows() {
        Mix.Cluster low = new Mix.Cluster(2, 20, 0);
        Mix.Cluster high = new Mix.Cluster(20, 2, 0);
        InterpolationPlan plan = new InterpolationPlan(
                2,
                false,
                Optional.of(new Expertise(List.of(1.0, 1.0), 0, List.of(0.5, 0.5), 1)),
                List.of(new Mix(List.of(0.9, 0.1), Optional.of(low)), new Mix(List.of(0.1, 0.9), Optional.of(high))));

        Assignment assignment = Assignment.of(plan, new double[][] {{0.1, 0.9}, {0.2, 0.8}});

        assertThat(assignment.rowsByMix()).isDeepEqualTo(new int[][] {{}, {0, 1}});
    }

    @Test
    void withoutClustersEveryExampleIsServedByItsOwnCoefficients() {
        InterpolationPlan plan = new InterpolationPlan(
                2, false, Optional.of(new Expertise(List.of(1.0, 1.0), 0, List.of(0.5, 0.5), 1)), List.of());
        Logits first = new Logits(2, 2, new float[] {0, 0, 9, 0});
        Logits second = new Logits(2, 2, new float[] {0, 0, 0, 0});
        double[][] coefficients = plan.coefficients(List.of(first, second));

        Assignment assignment = Assignment.of(plan, coefficients);

        assertThat(assignment.mixes())
                .containsExactly(List.of(0.5, 0.5), List.of(coefficients[1][0], coefficients[1][1]));
        assertThat(coefficients[1][0]).isGreaterThan(0.6); // the first is surer of the second example
    }
}
