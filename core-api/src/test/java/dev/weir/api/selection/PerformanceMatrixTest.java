package dev.weir.api.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PerformanceMatrixTest {

    @Test
    void theMeanIsOverTheDataSets() {
        PerformanceMatrix matrix = new PerformanceMatrix(
                List.of("a", "b"), List.of("x", "y"), List.of(List.of(0.25, 1.0), List.of(0.75, 0.5)));

        assertThat(matrix.meanAccuracy("a")).hasValue(0.5);
        assertThat(matrix.meanAccuracy("b")).hasValue(0.75);
        assertThat(matrix.meanAccuracy("c")).isEmpty();
        assertThat(PerformanceMatrix.EMPTY.meanAccuracy("a")).isEmpty();
    }

    @Test
    void aNameThatStandsTwiceIsRefused() {
        assertThatThrownBy(() -> new PerformanceMatrix(List.of("a", "a"), List.of(), List.of()))
                .hasMessageStartingWith("the model 'a' stands twice in the matrix\n");
        assertThatThrownBy(() ->
                        new PerformanceMatrix(List.of("a"), List.of("x", "x"), List.of(List.of(0.5), List.of(0.5))))
                .hasMessageStartingWith("the data set 'x' stands twice in the matrix\n");
    }

    @Test
    void aMissingCellAndOneOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new PerformanceMatrix(List.of("a", "b"), List.of("x"), List.of(List.of(0.5))))
                .hasMessage("the data set 'x' has 1 cells for 2 models");
        assertThatThrownBy(() -> new PerformanceMatrix(List.of("a"), List.of("x"), List.of(List.of(Double.NaN))))
                .hasMessage("the accuracy of 'a' on 'x' must be in [-1, 1], got NaN");
    }
}
