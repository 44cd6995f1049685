package dev.weir.plugins.transferability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Features;
import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.RandomEvidence;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.api.selection.TransferabilityScoreContract;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LfcTest implements TransferabilityScoreContract {
    private static final Lfc PAPER = new Lfc(On.FEATURES, Norm.FROBENIUS, Centring.GRAND_MEAN);

    @Override
    public TransferabilityScore score(Random random) {
        Block block = random.nextBoolean() ? Block.LAST_LAYER : Block.LAST_BLOCK;
        return new Lfc(
                block == Block.LAST_LAYER && random.nextBoolean() ? On.FEATURES : On.OUTPUT_GRADIENTS,
                random.nextBoolean() ? Norm.FROBENIUS : Norm.SPECTRAL,
                random.nextBoolean() ? Centring.GRAND_MEAN : Centring.DOUBLE,
                block,
                random.nextBoolean() ? 0 : 2048);
    }

    @ParameterizedTest
    @CsvSource({
        "FROBENIUS, GRAND_MEAN, 0.564534925491146",
        "SPECTRAL, GRAND_MEAN, 1.009550225801233",
        "FROBENIUS, DOUBLE, 0.573565881034327"
    })
    void theGoldenTarget(Norm norm, Centring centring, double expected) {
        assertThat(Golden.number(new Lfc(On.FEATURES, norm, centring), Golden.evidence()))
                .isCloseTo(expected, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void onTheGradientsOfTheLastLayerItIsTheSame(Norm norm) {
        for (Centring centring : Centring.values()) {
            assertThat(Golden.number(new Lgc(norm, centring, Block.LAST_LAYER, 0), Golden.evidence()))
                    .isCloseTo(Golden.number(new Lfc(On.FEATURES, norm, centring), Golden.evidence()), within(1e-12));
        }
    }

    @Test
    void itNeedsWhatItsKernelIsMadeOfAlone() {
        assertThat(PAPER.needs()).isEqualTo(Set.of(Need.FEATURES));
        assertThat(lgc(Block.LAST_LAYER).needs()).isEqualTo(Set.of(Need.OUTPUT_GRADIENTS));
        assertThat(lgc(Block.LAST_BLOCK).needs()).isEqualTo(Set.of(Need.BLOCK_GRADIENTS));
    }

    private static Lgc lgc(Block block) {
        return new Lgc(Norm.FROBENIUS, Centring.GRAND_MEAN, block, 2048);
    }

    @Test
    void featuresHaveNoBlock() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Lfc(On.FEATURES, Norm.FROBENIUS, Centring.GRAND_MEAN, Block.LAST_BLOCK, 2048))
                .withMessageStartingWith("block is of output gradients, and on is features");
    }

    /** The definition: both n x n kernels, less their means, entry by entry. */
    @ParameterizedTest
    @EnumSource(
            value = RandomEvidence.class,
            names = {"ORDINARY", "RANK_DEFICIENT", "WIDE", "DEAD_COLUMNS"})
    void theClosedFormsAreTheKernelsWrittenOut(RandomEvidence kind) {
        for (long seed = 1; seed <= 10; seed++) {
            Evidence evidence = kind.draw(new Random(seed), Set.of(Need.FEATURES));
            for (Norm norm : Norm.values()) {
                for (Centring centring : Centring.values()) {
                    assertThat(Golden.number(new Lfc(On.FEATURES, norm, centring), evidence))
                            .as("%s %s, seed %d", norm, centring, seed)
                            .isCloseTo(WrittenOut.lfc(evidence, norm, centring), within(1e-9));
                }
            }
        }
    }

    @Test
    void aMeanFarFromZeroCostsNoDigits() {
        Labels labels = Golden.labels(30);
        Features near = Golden.features(labels, 6);
        double[] far = near.toDoubles();
        for (int i = 0; i < far.length; i++) {
            far[i] += 1e7;
        }
        Lfc centred = new Lfc(On.FEATURES, Norm.FROBENIUS, Centring.DOUBLE); // a shift does not change it

        assertThat(Golden.number(centred, Golden.of(labels, 6, far))).isCloseTo(0.573565881034327, within(1e-7));
    }

    @Test
    void theScaleOfTheFeaturesDoesNotMatter() {
        Labels labels = Golden.labels(30);
        double[] scaled = Golden.features(labels, 6).toDoubles();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= 1e30;
        }

        assertThat(Golden.number(PAPER, Golden.of(labels, 6, scaled))).isCloseTo(0.564534925491146, within(1e-9));
    }

    @Test
    void oneHotFeaturesOfTwoEqualClassesArePerfectlyAligned() {
        Labels labels = new Labels(2, new int[] {0, 1, 0, 1});

        assertThat(Golden.number(PAPER, Golden.of(labels, 2, 1, 0, 0, 1, 1, 0, 0, 1)))
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void constantFeaturesAndOneClassHaveNoScore() {
        assertThat(Golden.reason(PAPER, Golden.of(new Labels(2, new int[] {0, 1, 0}), 1, 3, 3, 3)))
                .isEqualTo("the features are the same for every example, or nearly");
        assertThat(Golden.reason(PAPER, Golden.of(new Labels(2, new int[] {1, 1, 1}), 1, 1, 2, 3)))
                .isEqualTo("the examples are all of one class");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 29, 30, 31, 40, 120, 150, 200})
    void fewerAndMoreExamplesThanFeaturesAreTheSameMathematics(int d) {
        Evidence evidence = Golden.evidence(d < 100 ? 30 : 150, d);

        assertThat(Golden.number(PAPER, evidence))
                .isCloseTo(WrittenOut.lfc(evidence, Norm.FROBENIUS, Centring.GRAND_MEAN), within(1e-10));
    }
}
