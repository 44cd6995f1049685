package dev.weir.runtime.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Labels;
import dev.weir.api.RecordedRows;
import dev.weir.api.data.Examples;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExtentTest {

    /** As many examples of each class as given, class after class. */
    private static Splits splits(int... counts) {
        int[] labels = IntStream.range(0, counts.length)
                .flatMap(k -> IntStream.generate(() -> k).limit(counts[k]))
                .toArray();
        Examples examples = new Examples(RecordedRows.all("test", labels.length), new Labels(counts.length, labels));
        return new Splits(List.of(), Map.of(SplitName.TEST, examples, SplitName.CALIBRATION, examples));
    }

    @Test
    void wholeIsAllOfIt() {
        Splits splits = splits(3, 4);

        assertThat(Extent.WHOLE.of(splits, 1)).isSameAs(splits);
    }

    @Test
    void quickIsTwoPercentOfEachClassOfEachSplit() {
        Splits quick = Extent.QUICK.of(splits(1000, 250), 1);

        assertThat(quick.get(SplitName.TEST).labels().counts()).containsExactly(20, 5);
        assertThat(quick.get(SplitName.CALIBRATION).labels().counts()).containsExactly(20, 5);
    }

    @Test
    void quickIsTwoOfEachClassWhereThereAreTwo() {
        assertThat(Extent.QUICK
                        .of(splits(30, 2, 1, 0), 1)
                        .get(SplitName.TEST)
                        .labels()
                        .counts())
                .containsExactly(2, 2, 1, 0);
    }

    @Test
    void quickSelectsRowsWithTheirLabels() {
        Splits whole = splits(30, 40);
        Examples all = whole.get(SplitName.TEST);
        Examples some = Extent.QUICK.of(whole, 1).get(SplitName.TEST);

        RecordedRows rows = (RecordedRows) some.inputs();
        assertThat(rows.toArray()).doesNotHaveDuplicates().isSorted();
        for (int i = 0; i < some.size(); i++) {
            assertThat(some.labels().at(i)).isEqualTo(all.labels().at(rows.at(i)));
        }
    }

    @Test
    void theSeedDrawsTheRows() {
        Splits whole = splits(1000, 1000);

        assertThat(Extent.QUICK.of(whole, 1).get(SplitName.TEST).inputs())
                .isEqualTo(Extent.QUICK.of(whole, 1).get(SplitName.TEST).inputs())
                .isNotEqualTo(Extent.QUICK.of(whole, 2).get(SplitName.TEST).inputs());
    }

    @Test
    void aNumberOfExamplesIsCutLikeRows() {
        assertThat(Extent.WHOLE.of(10_000, 10)).isEqualTo(10_000);
        assertThat(Extent.QUICK.of(10_000, 10)).isEqualTo(200);
        assertThat(Extent.QUICK.of(50, 10)).isEqualTo(20);
    }
}
