package dev.weir.plugins.transferability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Features;
import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.model.GradientProjection;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.RowBlocks;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.api.selection.TransferabilityScoreContract;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LgcTest implements TransferabilityScoreContract {
    private static final Lgc LAST_BLOCK = new Lgc(Norm.FROBENIUS, Centring.GRAND_MEAN, Block.LAST_BLOCK, 2048);

    @Override
    public TransferabilityScore score(Random random) {
        return new Lgc(
                random.nextBoolean() ? Norm.FROBENIUS : Norm.SPECTRAL,
                random.nextBoolean() ? Centring.GRAND_MEAN : Centring.DOUBLE,
                random.nextBoolean() ? Block.LAST_LAYER : Block.LAST_BLOCK,
                random.nextBoolean() ? 0 : 2048);
    }

    /**
     * The network {@code relu(x)} of one hidden unit and one output, all weights 1 and biases 0. By the weights and
     * biases of both layers its gradients are (x, 1, x, 1) where x is above 0, and (0, 0, 0, 1) elsewhere. For x = 1
     * and 2 of one class, -1 and -2 of the other, the kernel is 2 x x' + 1 among the first two, less 1 everywhere:
     * 3, 5, 5, 9 and zeros. Their sum is 22, their squares less 16 (22 / 16)^2 are 109.75; the label kernel has mean
     * 0 and norm 4.
     */
    @Test
    void twoLayersByHand() {
        Labels labels = new Labels(2, new int[] {0, 0, 1, 1});

        assertThat(Golden.number(LAST_BLOCK, block(labels, 4, 1, 1, 1, 1, 2, 1, 2, 1, 0, 0, 0, 1, 0, 0, 0, 1)))
                .isCloseTo(22 / (4 * Math.sqrt(109.75)), within(1e-12));
        assertThat(Golden.number(
                        new Lfc(On.FEATURES, Norm.FROBENIUS, Centring.GRAND_MEAN),
                        Golden.of(labels, 1, 1, 2, 0, 0))) // the features of the last layer tell less
                .isCloseTo(9 / (4 * Math.sqrt(25 - 81 / 16.0)), within(1e-12));
    }

    @Test
    void projectedToAFewNumbersItIsNearItsExactValue() {
        Labels labels = Golden.labels(90);
        int p = 8_000;
        double[] exact = Golden.features(labels, p).toDoubles();
        UnaryOperator<float[]> projected = new GradientProjection(2048, 7).of(p);
        double[] few = new double[90 * 2048];
        for (int row = 0; row < 90; row++) {
            float[] whole = new float[p];
            for (int j = 0; j < p; j++) {
                whole[j] = (float) exact[row * p + j];
            }
            float[] one = projected.apply(whole);
            for (int j = 0; j < 2048; j++) {
                few[row * 2048 + j] = one[j];
            }
        }

        double whole = Golden.number(LAST_BLOCK, block(labels, p, exact));

        assertThat(whole).isBetween(0.3, 0.97);
        assertThat(Golden.number(LAST_BLOCK, block(labels, 2048, few))).isCloseTo(whole, within(0.02));
    }

    private static Evidence block(Labels labels, int width, double... gradients) {
        return Evidence.of(labels)
                .with(Need.BLOCK_GRADIENTS, RowBlocks.of(new Features(labels.size(), width, gradients)));
    }
}
