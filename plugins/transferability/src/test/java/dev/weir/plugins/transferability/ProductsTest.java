package dev.weir.plugins.transferability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductsTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 95", "5, 96", "5, 97", "3, 192", "7, 250", "0, 10"})
    void gramMatricesOfOneAndOfManyTilesAddUp(int rows, int d) {
        Random random = new Random(1);
        double[] values = random.doubles((long) (rows + 1) * d).toArray(); // longer than the rows
        double[] gram = new double[d * d];

        Products.addGram(values, rows, d, gram);
        Products.addGram(values, rows, d, gram);
        Products.mirror(gram, d);

        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double expected = 0;
                for (int row = 0; row < rows; row++) {
                    expected += 2 * values[row * d + i] * values[row * d + j];
                }
                assertThat(gram[i * d + j]).as("%s, %s", i, j).isCloseTo(expected, within(1e-12));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 3, 4", "5, 120, 130"})
    void rowsTimesRows(int m, int n, int d) {
        Random random = new Random(1);
        double[] a = random.doubles((long) (m + 1) * d).toArray(); // both longer than the rows
        double[] b = random.doubles((long) (n + 1) * d).toArray();
        double[] product = new double[m * n];

        Products.timesTransposed(a, m, b, n, d, product);

        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                assertThat(product[i * n + j]).isCloseTo(Products.dot(a, i * d, b, j * d, d), within(1e-12));
            }
        }
    }
}
