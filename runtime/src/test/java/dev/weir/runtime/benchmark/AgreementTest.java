package dev.weir.runtime.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.selection.Estimate;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a score is worth on a target, and how sure that is. */
class AgreementTest {
    private static final double[] ACCURACIES = {0.5, 0.9, 0.7, 0.8};

    @Test
    void regretIsWhatIsLostByLookingAtTheFirstOnly() {
        Agreement agreement = Agreement.of(new double[] {4, 1, 3, 2}, ACCURACIES); // picks 0, 2, 3, then the best

        assertThat(agreement.regretAt1()).isCloseTo(0.4, within(1e-15));
        assertThat(agreement.regretAt3()).isCloseTo(0.1, within(1e-15));
        assertThat(agreement.picks()).isEqualTo(4);
    }

    @Test
    void thePerfectScoreHasNoRegretAndNeedsOnePick() {
        Agreement agreement = Agreement.of(ACCURACIES, ACCURACIES);

        assertThat(agreement.regretAt1()).isZero();
        assertThat(agreement.picks()).isEqualTo(1);
        assertThat(agreement.weightedKendall().orElseThrow()).isCloseTo(1, within(1e-15));
    }

    @Test
    void oneOfSeveralBestIsEnough() {
        assertThat(Agreement.of(new double[] {1, 2, 3}, new double[] {0.9, 0.5, 0.9})
                        .picks())
                .isEqualTo(1);
    }

    @Test
    void candidatesWithoutAValueArePickedLastAndHaveNoPartInCorrelations() {
        Agreement agreement = Agreement.of(new double[] {1, Double.NaN, 3, 2}, ACCURACIES);

        assertThat(agreement.picks()).isEqualTo(4); // 2, 3, 0, and then the best, which has none
        assertThat(agreement.kendall().orElseThrow()).isCloseTo(1.0 / 3, within(1e-15));
        assertThat(Agreement.of(new double[] {Double.NaN, 1, 1, Double.NaN}, ACCURACIES)
                        .kendall())
                .isEmpty();
    }

    @Test
    void equalValuesArePickedInTheOrderOfTheCandidates() {
        assertThat(Agreement.of(new double[] {1, 1, 1, 1}, ACCURACIES).picks()).isEqualTo(2);
    }

    @Test
    void intervalsHoldTheValueAndGrowWithWhatTheDrawsSay() {
        Random random = new Random(3);
        double[] accuracies = random.doubles(24, 0.5, 0.9).toArray();
        double[] values = new double[24];
        double[][] calm = new double[10][24];
        double[][] wild = new double[10][24];
        for (int i = 0; i < 24; i++) {
            values[i] = accuracies[i] + random.nextGaussian(0, 0.05);
            for (int draw = 0; draw < 10; draw++) {
                calm[draw][i] = values[i];
                wild[draw][i] = values[i] + random.nextGaussian(0, 0.2);
            }
        }
        Judge judge = new Judge(accuracies, 10, 7);

        Map<Measure, Estimate> sure = judge.of(values, calm, "");
        Map<Measure, Estimate> unsure = judge.of(values, wild, "");

        double value = estimate(sure, Measure.KENDALL).value().orElseThrow();
        assertThat(value).isEqualTo(estimate(unsure, Measure.KENDALL).value().orElseThrow());
        assertThat(estimate(sure, Measure.KENDALL).interval().orElseThrow().low())
                .isLessThan(value);
        assertThat(estimate(sure, Measure.KENDALL).interval().orElseThrow().high())
                .isGreaterThan(value);
        assertThat(estimate(unsure, Measure.KENDALL).interval().orElseThrow().low())
                .isLessThan(
                        estimate(sure, Measure.KENDALL).interval().orElseThrow().low());
        assertThat(width(sure, Measure.PICKS)).isZero(); // picks are of this zoo, and no draw says otherwise
        assertThat(width(unsure, Measure.PICKS)).isPositive();
        assertThat(judge.of(values, calm, "")).isEqualTo(sure);
    }

    @Test
    void aGuessWithoutDrawsHasIntervalsOfItsCorrelationsOnly() {
        Map<Measure, Estimate> judged = new Judge(new double[] {0.1, 0.2, 0.3, 0.4, 0.5}, 5, 7)
                .of(new double[] {1, 3, 2, 5, 4}, new double[0][], "nothing is drawn");

        assertThat(estimate(judged, Measure.PEARSON).interval()).isPresent();
        assertThat(estimate(judged, Measure.REGRET_AT_1).interval()).isEmpty();
        assertThat(estimate(judged, Measure.REGRET_AT_1).reason()).isEqualTo("nothing is drawn");
    }

    @Test
    void chanceOrdersNothingAndLooksAtHalfOfTheCandidatesBeforeTheBest() {
        double[] accuracies = new Random(1).doubles(9).toArray();

        Map<Measure, Estimate> chance = new Judge(accuracies, 5, 7).ofChance();

        assertThat(estimate(chance, Measure.KENDALL).value().orElseThrow()).isCloseTo(0, within(0.03));
        assertThat(estimate(chance, Measure.PICKS).value().orElseThrow()).isCloseTo(5, within(0.3)); // (9 + 1) / 2
        assertThat(estimate(chance, Measure.PICKS).interval().orElseThrow().high())
                .isEqualTo(9);
    }

    @Test
    void accuraciesThatDoNotDifferLeaveNoCorrelationAndSayWhy() {
        Map<Measure, Estimate> judged =
                new Judge(new double[] {0.5, 0.5}, 5, 7).of(new double[] {1, 2}, new double[0][], "");

        assertThat(estimate(judged, Measure.KENDALL).value()).isEmpty();
        assertThat(estimate(judged, Measure.KENDALL).reason()).contains("do not differ");
        assertThat(estimate(judged, Measure.REGRET_AT_1).value()).hasValue(0);
    }

    private static Estimate estimate(Map<Measure, Estimate> judged, Measure measure) {
        return Optional.ofNullable(judged.get(measure)).orElseThrow();
    }

    private static double width(Map<Measure, Estimate> judged, Measure measure) {
        return estimate(judged, measure)
                .interval()
                .map(interval -> interval.high() - interval.low())
                .orElseThrow();
    }
}
