package dev.weir.api.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Features;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowBlocksTest {

    /** Row {@code i} is {@code (i, -i)}. */
    private static Features counted(int n) {
        double[] values = new double[2 * n];
        for (int i = 0; i < n; i++) {
            values[2 * i] = i;
            values[2 * i + 1] = -i;
        }
        return new Features(n, 2, values);
    }

    @Test
    void aPassGivesEveryRowOnceInBlocks() {
        int n = 2 * RowBlocks.BLOCK + 5;
        List<Integer> sizes = new ArrayList<>();

        assertThat(read(RowBlocks.of(counted(n)), sizes)).containsExactly(all(n));
        assertThat(sizes).containsExactly(RowBlocks.BLOCK, RowBlocks.BLOCK, 5);
    }

    @Test
    void selectedRowsAreReadInTheirOrderInFullBlocks() {
        int n = 4 * RowBlocks.BLOCK;
        int[] odd = IntStream.range(0, n).filter(row -> row % 2 == 1).toArray();
        List<Integer> sizes = new ArrayList<>();
        RowBlocks stream = new SelectedRows(RowBlocks.of(counted(n)), odd);

        assertThat(read(stream, sizes))
                .containsExactly(IntStream.of(odd).asDoubleStream().toArray());
        assertThat(sizes).containsExactly(RowBlocks.BLOCK, RowBlocks.BLOCK);
        assertThat(read(stream, sizes)).hasSize(n / 2); // a second pass starts anew
    }

    @Test
    void noRowsAreNoBlock() {
        assertThat(read(RowBlocks.of(counted(3)).select(new int[0]), new ArrayList<>()))
                .isEmpty();
        assertThat(read(new SelectedRows(RowBlocks.of(counted(3)), new int[0]), new ArrayList<>()))
                .isEmpty();
    }

    @Test
    void rowsOutOfOrderOrRangeAreRefused() {
        RowBlocks rows = RowBlocks.of(counted(3));

        assertThatIllegalArgumentException().isThrownBy(() -> rows.select(new int[] {1, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> rows.select(new int[] {0, 3}));
        assertThatIllegalArgumentException().isThrownBy(() -> new SelectedRows(rows, new int[] {2, 1}));
    }

    /** Two outputs of weights w and biases b: the gradient of output c is f at w_c and 1 at b_c, 0 elsewhere. */
    @Test
    void productsOfLastLayerGradientsAreThoseOfTheGradientsWrittenOut() {
        Features features = counted(4);
        int outputs = 3;
        List<double[]> rows = new ArrayList<>();
        new LastLayerGradients(RowBlocks.of(features), outputs).read((from, count, values) -> {
            for (int row = 0; row < count; row++) {
                rows.add(new double[] {values[3 * row], values[3 * row + 1], values[3 * row + 2]});
            }
        });

        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                double writtenOut = 0;
                for (int c = 0; c < outputs; c++) {
                    writtenOut += features.at(i, 0) * features.at(j, 0) + features.at(i, 1) * features.at(j, 1) + 1;
                }
                double product = 0;
                for (int column = 0; column < 3; column++) {
                    product += rows.get(i)[column] * rows.get(j)[column];
                }
                assertThat(product).isCloseTo(writtenOut, within(1e-12 * Math.max(1, writtenOut)));
            }
        }
    }

    /** The first column, with a check that the second is its negative. */
    private static double[] read(RowBlocks rows, List<Integer> sizes) {
        List<Double> first = new ArrayList<>();
        rows.read((from, count, values) -> {
            assertThat(from).isEqualTo(first.size());
            sizes.add(count);
            for (int row = 0; row < count; row++) {
                assertThat(values[2 * row + 1]).isEqualTo(-values[2 * row]);
                first.add(values[2 * row]);
            }
        });
        return first.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] all(int n) {
        return IntStream.range(0, n).asDoubleStream().toArray();
    }
}
