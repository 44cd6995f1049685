package dev.weir.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Labels;
import dev.weir.api.RecordedRows;
import dev.weir.api.Texts;
import dev.weir.api.data.Examples;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedContentTest {

    @Test
    void countsEveryExampleThatHasAnEqualInAnotherSplitWhateverItsLabel() {
        Examples test = texts("a", "a", "b", "c");

        assertThat(SharedContent.count(test, List.of(texts("a", "x"), texts("c", "c"))))
                .isEqualTo(3);
    }

    @Test
    void anEqualInTheSameSplitIsNotShared() {
        assertThat(SharedContent.count(texts("a", "a"), List.of(texts("b")))).isZero();
        assertThat(SharedContent.count(texts("a", "a"), List.of())).isZero();
    }

    @Test
    void recordedRowsAreEqualWhereTheyAreTheSameRow() {
        Examples part = new Examples(RecordedRows.all("all", 4), new Labels(1, new int[4]));

        assertThat(SharedContent.count(part.select(new int[] {0, 1}), List.of(part.select(new int[] {1, 2}))))
                .isEqualTo(1);
    }

    private static Examples texts(String... values) {
        return new Examples(new Texts(List.of(values)), new Labels(1, new int[values.length]));
    }
}
