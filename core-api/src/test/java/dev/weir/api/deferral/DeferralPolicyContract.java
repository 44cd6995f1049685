package dev.weir.api.deferral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.RandomLogits;
import dev.weir.api.RandomOutputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link DeferralPolicy} must keep. Implement it in the plugin's own test class.
 *
 * <p>Where a test asks for a rule, a refusal that says why is as good; only a policy that refuses every
 * ordinary split fails.
 */
public interface DeferralPolicyContract {

    /** A policy with settings drawn from their valid ranges, the ends included. */
    DeferralPolicy policy(Random random);

    /** What one stage put out; with random features and one earlier stage where the policy needs them. */
    default Outputs outputs(Random random, Logits logits, DeferralPolicy policy) {
        return RandomOutputs.of(random, logits, policy.needs());
    }

    @Test
    default void givesRulesOnOrdinaryOutputs() {
        assertThat(LongStream.rangeClosed(1, 20)
                        .mapToObj(Random::new)
                        .map(random -> {
                            DeferralPolicy policy = policy(random);
                            return rule(policy, ordinary(random, policy));
                        })
                        .filter(Optional::isPresent))
                .isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    default void givesARuleWhoseEndsAreNumbersAndWhoseScoresAreFinite(RandomLogits kind) {
        for (long seed = 1; seed <= 10; seed++) {
            Random random = new Random(seed);
            DeferralPolicy policy = policy(random);
            Labels labels = RandomOutputs.labels(random, 200, 5);

            assertRuleOrReason(policy, firstOfTwo(random, policy, kind.draw(random, 200, 5), labels));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void theSameCalibrationOutputsGiveTheSameRule(long seed) {
        Random random = new Random(seed);
        DeferralPolicy policy = policy(random);
        CalibrationOutputs calibration = ordinary(random, policy);

        assertSame(rule(policy, calibration), rule(policy, calibration), calibration);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void theOrderOfTheRowsDoesNotMatterToTheFirstStage(long seed) {
        Random random = new Random(seed);
        DeferralPolicy policy = policy(random);
        CalibrationOutputs calibration = ordinary(random, policy);
        int[] order = RandomOutputs.order(random, calibration.size());

        assertSame(rule(policy, reordered(calibration, policy, order)), rule(policy, calibration), calibration);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void theOrderOfTheRowsDoesNotMatterToALaterStage(long seed) {
        Random random = new Random(seed);
        DeferralPolicy policy = policy(random);
        CalibrationOutputs calibration = secondOfThree(random, policy, everyThirdRow());
        int[] order = RandomOutputs.order(random, calibration.size());

        assertSame(rule(policy, reordered(calibration, policy, order)), rule(policy, calibration), calibration);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void givesARuleOrAReasonWhereNoExampleReachesTheStage(long seed) {
        Random random = new Random(seed);
        DeferralPolicy policy = policy(random);

        assertRuleOrReason(policy, secondOfThree(random, policy, new int[0]));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void givesARuleOrAReasonWhereAllScoresAreEqual(long seed) {
        Random random = new Random(seed);
        DeferralPolicy policy = policy(random);
        Logits equal = RandomLogits.ORDINARY.draw(random, 1, 5).select(new int[200]);

        assertRuleOrReason(policy, firstOfTwo(random, policy, equal, RandomOutputs.labels(random, 200, 5)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void givesARuleOrAReasonWhereAllAnswersAreRight(long seed) {
        Random random = new Random(seed);
        DeferralPolicy policy = policy(random);
        Logits logits = RandomLogits.ORDINARY.draw(random, 200, 5);

        assertRuleOrReason(policy, firstOfTwo(random, policy, logits, new Labels(5, logits.predictions())));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void givesARuleOrAReasonWhereAllAnswersAreWrong(long seed) {
        Random random = new Random(seed);
        DeferralPolicy policy = policy(random);
        Logits logits = RandomLogits.ORDINARY.draw(random, 200, 5);
        int[] others = IntStream.of(logits.predictions()).map(k -> (k + 1) % 5).toArray();

        assertRuleOrReason(policy, firstOfTwo(random, policy, logits, new Labels(5, others)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void givesARuleOrAReasonForOneExample(long seed) {
        Random random = new Random(seed);
        DeferralPolicy policy = policy(random);
        Logits logits = RandomLogits.ORDINARY.draw(random, 1, 5);

        assertRuleOrReason(policy, firstOfTwo(random, policy, logits, RandomOutputs.labels(random, 1, 5)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void leavesTheCalibrationOutputsAsTheyWere(long seed) {
        Random random = new Random(seed);
        DeferralPolicy policy = policy(random);
        CalibrationOutputs calibration = secondOfThree(random, policy, everyThirdRow());
        List<double[]> logits = logits(calibration);
        int[] labels = calibration.labels().toArray();
        int[] reached = calibration.reached().clone();

        rule(policy, calibration);

        assertThat(logits(calibration)).usingRecursiveComparison().isEqualTo(logits);
        assertThat(calibration.labels().toArray()).containsExactly(labels);
        assertThat(calibration.reached()).containsExactly(reached);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void choosesTheSameRuleFromSortedScoresWhereItSaysThatTheyAreAllItLooksAt(long seed) {
        Random random = new Random(seed);
        for (int draw = 0; draw < 20; draw++) {
            DeferralPolicy policy = policy(random);
            CalibrationOutputs calibration = secondOfThree(random, policy, everyThirdRow());
            policy.byScore().ifPresent(byScore -> {
                double[] scores = byScore.score().scores(calibration.outputs());
                double[] ascending = IntStream.of(calibration.reached())
                        .mapToDouble(row -> scores[row])
                        .sorted()
                        .toArray();

                assertSame(Optional.of(byScore.rule(ascending)), rule(policy, calibration), calibration);
            });
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void choosesTheSameRuleForOtherCompanyWhereItSaysThatItLooksAtItsModelAlone(long seed) {
        Random random = new Random(seed);
        for (int draw = 0; draw < 20; draw++) {
            DeferralPolicy policy = policy(random);
            if (policy.isOfModelAlone()) {
                CalibrationOutputs last = secondOfThree(random, policy, everyThirdRow());
                List<Outputs> others = List.of(last.own().get(1), last.own().get(0));
                int[] all = IntStream.range(0, last.size()).toArray();

                assertSame(
                        rule(policy, new CalibrationOutputs(0, others, others, last.labels(), all)),
                        rule(policy, last),
                        last);
            }
        }
    }

    @Test
    default void givesTwoThreadsTheRulesOfOne() {
        Random random = new Random(1);
        DeferralPolicy policy = policy(random);
        CalibrationOutputs first = ordinary(random, policy);
        CalibrationOutputs second = ordinary(random, policy);
        Optional<DeferralRule> ofFirst = rule(policy, first);
        Optional<DeferralRule> ofSecond = rule(policy, second);

        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> assertRuleStays(policy, first, ofFirst)),
                        CompletableFuture.runAsync(() -> assertRuleStays(policy, second, ofSecond)))
                .join();
    }

    private static void assertRuleStays(
            DeferralPolicy policy, CalibrationOutputs calibration, Optional<DeferralRule> expected) {
        for (int i = 0; i < 20; i++) {
            assertSame(rule(policy, calibration), expected, calibration);
        }
    }

    private static void assertRuleOrReason(DeferralPolicy policy, CalibrationOutputs calibration) {
        rule(policy, calibration).ifPresent(rule -> {
            assertThat(rule.low()).as("%s", policy).isNotNaN();
            assertThat(rule.high()).as("%s", policy).isNotNaN();
            assertThat(policy.needs()).containsAll(rule.score().needs());
            double[] scores = rule.score().scores(calibration.outputs());
            assertThat(scores).hasSize(calibration.size());
            assertThat(Arrays.stream(scores).boxed()).as("%s", policy).allMatch(Double::isFinite);
        });
    }

    /** The rule, or empty where the policy says why there is none. */
    private static Optional<DeferralRule> rule(DeferralPolicy policy, CalibrationOutputs calibration) {
        try {
            return Optional.of(policy.rule(calibration));
        } catch (IllegalArgumentException refusal) {
            assertThat(refusal).as("%s", policy).message().isNotBlank();
            return Optional.empty();
        }
    }

    private static void assertSame(
            Optional<DeferralRule> actual, Optional<DeferralRule> expected, CalibrationOutputs calibration) {
        assertThat(actual.isPresent()).isEqualTo(expected.isPresent());
        if (actual.isPresent() && expected.isPresent()) {
            assertThat(actual.get().low()).isEqualTo(expected.get().low());
            assertThat(actual.get().high()).isEqualTo(expected.get().high());
            assertThat(actual.get().score().scores(calibration.outputs()))
                    .containsExactly(expected.get().score().scores(calibration.outputs()));
        }
    }

    private CalibrationOutputs ordinary(Random random, DeferralPolicy policy) {
        Logits logits = RandomLogits.ORDINARY.draw(random, 400, 5);
        return firstOfTwo(random, policy, logits, oftenRight(random, logits));
    }

    private CalibrationOutputs firstOfTwo(Random random, DeferralPolicy policy, Logits logits, Labels labels) {
        Outputs second = outputs(random, RandomLogits.ORDINARY.draw(random, logits.rows(), logits.classes()), policy);
        List<Outputs> stages = List.of(outputs(random, logits, policy), second);
        int[] all = IntStream.range(0, logits.rows()).toArray();
        return new CalibrationOutputs(0, stages, stages, labels, all);
    }

    private CalibrationOutputs secondOfThree(Random random, DeferralPolicy policy, int[] reached) {
        List<Outputs> stages = new ArrayList<>();
        for (int stage = 0; stage < 3; stage++) {
            stages.add(outputs(random, RandomLogits.ORDINARY.draw(random, 400, 5), policy));
        }
        return new CalibrationOutputs(
                1, stages, stages, oftenRight(random, stages.get(1).logits()), reached);
    }

    private static int[] everyThirdRow() {
        return IntStream.range(0, 400).filter(row -> row % 3 == 0).toArray();
    }

    /** Labels by which a prediction is the likelier right the surer it is. */
    private static Labels oftenRight(Random random, Logits logits) {
        int[] labels = new int[logits.rows()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = random.nextDouble() < logits.maxSoftmax(row, 1)
                    ? logits.argMax(row)
                    : random.nextInt(logits.classes());
        }
        return new Labels(logits.classes(), labels);
    }

    private static CalibrationOutputs reordered(CalibrationOutputs calibration, DeferralPolicy policy, int[] order) {
        boolean[] reaches = new boolean[order.length];
        IntStream.of(calibration.reached()).forEach(row -> reaches[row] = true);
        return new CalibrationOutputs(
                calibration.stage(),
                reordered(calibration.own(), policy, order),
                reordered(calibration.answers(), policy, order),
                calibration.labels().select(order),
                IntStream.range(0, order.length).filter(i -> reaches[order[i]]).toArray());
    }

    private static List<Outputs> reordered(List<Outputs> stages, DeferralPolicy policy, int[] order) {
        return stages.stream()
                .map(outputs -> RandomOutputs.select(outputs, policy.needs(), order))
                .toList();
    }

    private static List<double[]> logits(CalibrationOutputs calibration) {
        return calibration.own().stream()
                .map(outputs -> outputs.logits().toDoubles())
                .toList();
    }
}
