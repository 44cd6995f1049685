package dev.weir.api.deferral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.RandomLogits;
import dev.weir.api.RandomOutputs;
import dev.weir.api.TwoThreads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link CascadePolicy} must keep. Implement it in the plugin's own test class.
 *
 * <p>Where a test asks for rules, a refusal that says why is as good; only a policy that refuses every ordinary
 * split fails.
 */
public interface CascadePolicyContract {

    /** A policy with settings drawn from their valid ranges, the ends included. */
    CascadePolicy policy(Random random);

    @Test
    default void givesRulesOnOrdinaryOutputs() {
        assertThat(LongStream.rangeClosed(1, 10)
                        .mapToObj(Random::new)
                        .map(random -> rules(policy(random), learned(random, 2, 300, 0.1)))
                        .filter(Optional::isPresent))
                .isNotEmpty();
    }

    @Test
    default void choosesOnSomeRowsAscendingAndNeverOnAll() {
        Random random = new Random(1);
        for (int n = 2; n < 60; n++) {
            int size = n;
            int[] rows = policy(random).choosing(n, n);

            assertThat(rows).isSorted().doesNotHaveDuplicates().hasSizeLessThan(n);
            assertThat(Arrays.stream(rows).allMatch(row -> 0 <= row && row < size))
                    .isTrue();
        }
    }

    @Test
    default void theRowsForChoosingDependOnTheirNumberAndTheSeedAlone() {
        for (int n = 2; n < 60; n++) {
            assertThat(policy(new Random(1)).choosing(n, n))
                    .containsExactly(policy(new Random(1)).choosing(n, n));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    default void dividesNothingThatCannotBeDivided(int rows) {
        CascadePolicy policy = policy(new Random(1));
        try {
            assertThat(policy.choosing(rows, 1)).hasSizeLessThanOrEqualTo(Math.max(0, rows - 1));
        } catch (IllegalArgumentException refusal) {
            assertThat(refusal).hasMessageContaining("\n");
        }
    }

    @Test
    default void givesTwoThreadsTheRulesOfOne() {
        Random random = new Random(1);
        CascadePolicy policy = policy(random);
        CascadeCalibration calibration = learned(random, 2, 300, 0.1);
        Optional<CascadeRules> expected = rules(policy, calibration);

        TwoThreads.run(() -> assertThat(rules(policy, calibration)).isEqualTo(expected));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    default void leavesTheCalibrationOutputsAsTheyWere(long seed) {
        Random random = new Random(seed);
        CascadePolicy policy = policy(random);
        CascadeCalibration calibration = learned(random, 3, 200, 0.1);
        List<double[]> logits = calibration.own().stream()
                .map(outputs -> outputs.logits().toDoubles())
                .toList();
        int[] labels = calibration.labels().toArray();

        rules(policy, calibration);

        for (int stage = 0; stage < calibration.stages(); stage++) {
            assertThat(calibration.own().get(stage).logits().toDoubles()).containsExactly(logits.get(stage));
        }
        assertThat(calibration.labels().toArray()).containsExactly(labels);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    default void theSameOutputsAndSeedGiveTheSameRules(long seed) {
        Random random = new Random(seed);
        CascadePolicy policy = policy(random);
        CascadeCalibration calibration = learned(random, 2, 200, 0.1);

        assertThat(rules(policy, calibration)).isEqualTo(rules(policy, calibration));
    }

    @ParameterizedTest
    @EnumSource
    default void hasARuleForEachStageButTheLastAndALevelForEach(RandomLogits kind) {
        for (long seed = 1; seed <= 4; seed++) {
            Random random = new Random(seed);
            int stages = 2 + random.nextInt(2);
            List<Outputs> own = IntStream.range(0, stages)
                    .mapToObj(stage -> Outputs.of(kind.draw(random, 120, 4)))
                    .toList();
            CascadeCalibration calibration =
                    calibration(own, RandomOutputs.labels(random, 120, 4), List.of(), random.nextLong());

            rules(policy(random), calibration).ifPresent(rules -> {
                assertThat(rules.deferral()).hasSize(stages - 1);
                assertThat(rules.accept()).hasSize(stages);
                assertCountsAreThoseOfTheTestedRows(rules, calibration);
            });
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    default void theCertificateCountsWhatItsRulesDoOnTheRowsThatNothingWasChosenOn(long seed) {
        Random random = new Random(seed);
        CascadePolicy policy = policy(random);
        CascadeCalibration calibration = learned(random, 2 + random.nextInt(2), 400, 0.05);

        rules(policy, calibration).ifPresent(rules -> {
            int[] rows = tested(policy, calibration);
            int accepted = 0;
            int errors = 0;
            for (int row : rows) {
                int stage = answering(rules, calibration, row);
                Outputs answer = calibration.answers().get(stage).select(new int[] {row});
                if (calibration.confidence().scores(answer)[0] >= rules.accept().get(stage)) {
                    accepted++;
                    errors += answer.logits().argMax(0) == calibration.labels().at(row) ? 0 : 1;
                }
            }
            assertThat(rules.certificate().testedOn()).isEqualTo(rows.length);
            assertThat(rules.certificate().accepted()).isEqualTo(accepted);
            assertThat(rules.certificate().errors()).isEqualTo(errors);
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void labelsThatAreWrongOnTheTestedRowsAreNotCertified(long seed) {
        Random random = new Random(seed);
        CascadePolicy policy = policy(random);
        CascadeCalibration calibration = learned(random, 2, 400, 0.02);
        int[] labels = calibration.labels().toArray();
        for (int row : tested(policy, calibration)) {
            labels[row] = (labels[row] + 1) % 4;
        }

        rules(policy, calibration(calibration.own(), new Labels(4, labels), calibration.proposed(), calibration.seed()))
                .ifPresent(rules -> {
                    assertThat(rules.certificate().holds()).isFalse();
                    assertThat(rules.accept()).containsOnly(Double.MAX_VALUE);
                });
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    default void startsFromTheRulesThatAreProposed(long seed) {
        Random random = new Random(seed);
        CascadeCalibration plain = learned(random, 3, 300, 0.02);
        ConfidenceScore lastLogit =
                outputs -> outputs.logits().mapRows(row -> outputs.logits().at(row, 3));
        CascadeCalibration proposed = calibration(
                plain.own(),
                plain.labels(),
                List.of(DeferralRule.between(lastLogit, -1, 1), DeferralRule.never(lastLogit)),
                plain.seed());

        rules(policy(random), proposed)
                .ifPresent(rules -> assertThat(rules.deferral())
                        .extracting(DeferralRule::score)
                        .containsOnly(lastLogit));
    }

    private static void assertCountsAreThoseOfTheTestedRows(CascadeRules rules, CascadeCalibration calibration) {
        Certificate certificate = rules.certificate();
        assertThat(certificate.chosenOn() + certificate.testedOn()).isEqualTo(calibration.size());
        assertThat(certificate.words()).isNotBlank();
        if (!certificate.holds()) {
            assertThat(rules.accept()).containsOnly(Double.MAX_VALUE);
        }
    }

    private static int answering(CascadeRules rules, CascadeCalibration calibration, int row) {
        int stage = 0;
        while (stage < rules.deferral().size()
                && rules.deferral()
                        .get(stage)
                        .defers(rules.deferral()
                                .get(stage)
                                .score()
                                .scores(calibration.own().get(stage).select(new int[] {row}))[0])) {
            stage++;
        }
        return stage;
    }

    private static int[] tested(CascadePolicy policy, CascadeCalibration calibration) {
        List<Integer> rows =
                new ArrayList<>(IntStream.range(0, calibration.size()).boxed().toList());
        for (int row : policy.choosing(calibration.size(), calibration.seed())) {
            rows.remove(Integer.valueOf(row));
        }
        return rows.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Optional<CascadeRules> rules(CascadePolicy policy, CascadeCalibration calibration) {
        try {
            return Optional.of(policy.rules(calibration));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageMatching("(?s).{10,}");
            return Optional.empty();
        }
    }

    /** Stages of four classes whose logits know the label, but for a share of the rows. */
    private static CascadeCalibration learned(Random random, int stages, int rows, double wrong) {
        Labels labels = RandomOutputs.labels(random, rows, 4);
        List<Outputs> own = new ArrayList<>();
        for (int stage = 0; stage < stages; stage++) {
            float[] logits = new float[rows * 4];
            for (int row = 0; row < rows; row++) {
                boolean right = random.nextDouble() >= wrong;
                for (int k = 0; k < 4; k++) {
                    logits[row * 4 + k] = (float) random.nextGaussian();
                }
                logits[row * 4 + (right ? labels.at(row) : random.nextInt(4))] +=
                        (float) (right ? 6 : 2) * random.nextFloat();
            }
            own.add(Outputs.of(new Logits(rows, 4, logits)));
        }
        return calibration(own, labels, List.of(), random.nextLong());
    }

    private static CascadeCalibration calibration(
            List<Outputs> own, Labels labels, List<DeferralRule> proposed, long seed) {
        return new CascadeCalibration(
                own,
                own,
                labels,
                outputs -> outputs.logits().mapRows(row -> outputs.logits().maxSoftmax(row, 1)),
                proposed,
                seed);
    }
}
