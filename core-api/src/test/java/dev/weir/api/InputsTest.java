package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class InputsTest {

    @Test
    void tensorsAreReadRowByRow() {
        FloatTensor tensor = new FloatTensor(2, new int[] {1, 3}, new float[] {1, 2, 3, 4, 5, 6});
        float[] target = new float[4];

        tensor.copyRows(1, 2, target);

        assertThat(target).containsExactly(4, 5, 6, 0);
        assertThat(tensor.at(1, 0)).isEqualTo(4);
        assertThat(tensor.width()).isEqualTo(3);
        assertThat(tensor.select(new int[] {1, 0, 1}).at(2, 2)).isEqualTo(6);
        assertThat(tensor).hasToString("2 float tensors of shape [1, 3]");
    }

    @Test
    void theShapeOfATensorCannotBeChanged() {
        int[] shape = {2};
        FloatTensor tensor = new FloatTensor(1, shape, new float[2]);

        shape[0] = 5;
        tensor.shape()[0] = 7;

        assertThat(tensor.shape()).containsExactly(2);
    }

    @Test
    void tensorsFitTheirShapeAndAreFinite() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FloatTensor(2, new int[] {1, 3}, new float[5]))
                .withMessage("2 tensors of shape [1, 3] expected, got 5 values");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FloatTensor(1, new int[] {0}, new float[0]))
                .withMessage("shape must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FloatTensor(2, new int[] {2}, new float[] {1, 2, 3, Float.NaN}))
                .withMessage("inputs must be finite, got NaN in row 1");
    }

    @Test
    void tokensAreRealWhereTheMaskSaysSo() {
        TokenIds tokens = new TokenIds(2, 2, new int[] {5, 6, 7, 0}, new boolean[] {true, true, true, false});

        assertThat(tokens.id(1, 0)).isEqualTo(7);
        assertThat(tokens.isToken(1, 0)).isTrue();
        assertThat(tokens.isToken(1, 1)).isFalse();
        assertThat(tokens.select(new int[] {1}))
                .isEqualTo(new TokenIds(1, 2, new int[] {7, 0}, new boolean[] {true, false}))
                .hasSameHashCodeAs(new TokenIds(1, 2, new int[] {7, 0}, new boolean[] {true, false}))
                .isNotEqualTo(new TokenIds(1, 2, new int[] {7, 0}, new boolean[] {true, true}));
        assertThat(tokens).hasToString("2 rows of token ids of length 2");
    }

    @Test
    void tokensHaveAMaskAndNoNegativeId() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenIds(1, 2, new int[2], new boolean[1]))
                .withMessage("1 x 2 ids and mask expected, got 2 ids and a mask of 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenIds(2, 2, new int[] {1, 2, -3, 4}, new boolean[4]))
                .withMessage("token id -3 in row 1 is negative");
    }

    @Test
    void textsStandInTheirOrder() {
        Texts texts = new Texts(List.of("a", "", "c"));

        assertThat(texts.select(new int[] {2, 0})).isEqualTo(new Texts(List.of("c", "a")));
        assertThat(texts.rows()).isEqualTo(3);
        assertThat(texts).hasToString("3 texts");
    }

    @Test
    void aSelectionOfRecordedRowsNamesTheRowsOfThePart() {
        RecordedRows selected = RecordedRows.all("test", 9).select(new int[] {7, 3, 5});

        assertThat(selected.select(new int[] {2, 0}).toArray()).containsExactly(5, 7);
        assertThat(selected.at(1)).isEqualTo(3);
        assertThat(selected.partSize()).isEqualTo(9);
        assertThat(selected)
                .isEqualTo(RecordedRows.all("test", 9).select(new int[] {7, 3, 5}))
                .isNotEqualTo(RecordedRows.all("test", 8).select(new int[] {7, 3, 5}))
                .isNotEqualTo(RecordedRows.all("calibration", 9).select(new int[] {7, 3, 5}))
                .hasToString("3 recorded rows of part test");
    }
}
