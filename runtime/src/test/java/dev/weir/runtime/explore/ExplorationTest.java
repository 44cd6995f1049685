package dev.weir.runtime.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Progress;
import dev.weir.runtime.cascade.Combine;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplorationTest {
    private static final Objective ACCURACY = new Objective.Accuracy();

    @Test
    void theFrontOfFourExamplesCanBeFollowedByHand() {
        // All of class 0. The first model is right where it is surest, twice; the second always; it costs ten times as
        // much.
        Pool pool = Pools.signed(
                new double[] {1, 10}, new int[] {0, 0, 0, 0}, new double[] {4, 3, -2, -1}, new double[] {9, 9, 9, 9});

        Exploration found = explore(pool, 2, ACCURACY, 1, Combine.REPLACE);

        // 1: alone. m0 > m1 passing on one of four: 3 of 4 at 1 + 10/4; two of four: all at 1 + 10/2.
        assertThat(found.front()).extracting(Candidate::cost).containsExactly(1.0, 3.5, 6.0);
        assertThat(found.front()).extracting(Candidate::quality).containsExactly(0.5, 0.75, 1.0);
        assertThat(found.front().get(0).chain().models()).containsExactly(0);
        assertThat(found.front().get(2).chain().models()).containsExactly(0, 1);
        assertThat(found.front().get(2).answered()).containsExactly(2, 2);
        assertThat(found.chains()).isEqualTo(2);
    }

    @Test
    void ofEqualCandidatesTheShorterAndEarlierOneIsShown() {
        Pool pool = Pools.signed(
                new double[] {1, 1, 1},
                new int[] {0, 1, 0},
                new double[] {3, 3, 3},
                new double[] {2, 2, 2},
                new double[] {1, 1, 1});

        Exploration found = explore(pool, 3, ACCURACY, 2, Combine.REPLACE, Combine.AVERAGE);

        assertThat(found.front()).hasSize(1);
        assertThat(found.front().get(0).chain().models()).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nothingThatWasTriedBettersThePointsOfTheFront(long seed) {
        Pool pool = Pools.random(new Random(seed), 3, 120);

        Exploration found = explore(pool, 3, ACCURACY, 2, Combine.REPLACE, Combine.AVERAGE);

        for (Candidate point : found.front()) {
            assertThat(found.others()).noneMatch(other -> betters(other, point));
            assertThat(found.singles()).noneMatch(other -> betters(other, point));
        }
        for (Candidate other : found.others()) {
            assertThat(found.front()).anyMatch(point -> isAsGood(point, other));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyCascadeDecidesAsACascadeJobDoes(long seed) {
        Pool pool = Pools.random(new Random(seed), 3, 90);
        for (Objective objective : List.of(ACCURACY, new Objective.CoverageAtRisk(0.2))) {
            Exploration found = explore(pool, 3, objective, 2, Combine.REPLACE, Combine.AVERAGE);

            assertThat(found.others()).hasSizeGreaterThan(10);
            for (Candidate candidate : found.others()) {
                Measured decided = Measured.of(
                        candidate,
                        StageView.of(candidate.chain(), pool, Set.of()),
                        pool.costs(candidate.chain().models()),
                        Pools.MAX_LOGIT);
                assertThat(decided.answered()).as("%s", candidate).containsExactly(candidate.answered());
                assertThat(decided.quality(objective)).as("%s", candidate).isEqualTo(candidate.quality());
                assertThat(decided.cost().mean()).as("%s", candidate).isEqualTo(candidate.cost());
            }
        }
    }

    @Test
    void theNumberOfThreadsDoesNotMatter() {
        Pool pool = Pools.random(new Random(9), 4, 150);

        Exploration one = explore(pool, 3, ACCURACY, 1, Combine.REPLACE);
        Exploration four = explore(pool, 3, ACCURACY, 4, Combine.REPLACE);

        assertThat(four.front().toString()).isEqualTo(one.front().toString());
        assertThat(four.others().toString()).isEqualTo(one.others().toString());
        assertThat(four.tried()).isEqualTo(one.tried());
    }

    @Test
    void aPolicyThatRefusesIsCountedAndStopsNothing() {
        Pool pool = Pools.signed(
                new double[] {1, 2, 3},
                new int[] {0, 1, 0, 1},
                new double[] {4, 3, 2, 1},
                new double[] {4, 3, 2, 1},
                new double[] {4, -3, 2, -1});

        // The first policy lets one of four rows reach the second stage, where the second one asks for two.
        Exploration found = Exploration.of(
                pool,
                List.of(new Chain(List.of(0, 1, 2), Combine.REPLACE)),
                Pools.choices(new Pools.Lowest(Pools.MAX_LOGIT, 0.25), new Pools.BelowMean(Pools.MAX_LOGIT)),
                ACCURACY,
                Pools.MAX_LOGIT,
                Set.of(),
                1,
                Progress.SILENT);

        assertThat(found.refused()).isEqualTo(1);
        assertThat(found.refusal()).startsWith("too few");
        assertThat(found.tried()).isEqualTo(4);
    }

    @Test
    void thereAreTwentyPairsAndSixtyTriplesOfFiveModels() {
        List<Chain> chains = Chain.all(5, 3, List.of(Combine.REPLACE));

        assertThat(chains).hasSize(80).doesNotHaveDuplicates();
        assertThat(chains.get(0).models()).containsExactly(0, 1);
        assertThat(chains.get(20).models()).containsExactly(0, 1, 2);
        assertThat(Chain.all(5, 3, List.of(Combine.REPLACE, Combine.AVERAGE))).hasSize(160);
    }

    @Test
    void theHypervolumeIsTheAreaBelowTheSteps() {
        // Half from cost 1 to 3, three quarters from 3 to 4, nothing before: (2 * 0.5 + 0.75) / 4.
        assertThat(Front.hypervolume(new double[] {0.75, 0.5, 0.4, 1}, new double[] {3, 1, 2, 5}, 4))
                .isCloseTo(1.75 / 4, within(1e-12));
        assertThat(Front.hypervolume(new double[0], new double[0], 4)).isZero();
    }

    private static boolean betters(Candidate one, Candidate other) {
        return isAsGood(one, other) && (one.cost() < other.cost() || one.quality() > other.quality());
    }

    private static boolean isAsGood(Candidate one, Candidate other) {
        return one.cost() <= other.cost() && one.quality() >= other.quality();
    }

    private static Exploration explore(Pool pool, int stages, Objective objective, int threads, Combine... combines) {
        return Exploration.of(
                pool,
                Chain.all(pool.size(), stages, List.of(combines)),
                Pools.choices(
                        new Pools.Lowest(Pools.MAX_LOGIT, 0.25),
                        new Pools.Lowest(Pools.MARGIN, 0.5),
                        new Pools.Between(Pools.MAX_LOGIT, 0.1, 0.6),
                        new Pools.BelowMean(Pools.MARGIN)),
                objective,
                Pools.MAX_LOGIT,
                Set.of(),
                threads,
                Progress.SILENT);
    }
}
