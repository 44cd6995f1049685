package dev.weir.plugins.windowearlyexit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.CascadeCalibration;
import dev.weir.api.deferral.CascadeRules;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.plugins.windowearlyexit.Certified.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a certificate is worth: calibration splits are drawn again and again from a population whose every error
 * is known, and each draw fits its temperatures, searches its grid and tests, as a job does. The share of draws
 * whose rules err more often than they vouch for must not be above delta.
 */
class CertifiedSimulationTest {
    private static final int DRAWS = 2000;
    private static final int POPULATION = 8_000;
    private static final int CALIBRATION = 400;
    private static final int CLASSES = 3;
    private static final double RISK = 0.1;
    private static final double DELTA = 0.1;

    /** The largest number of violations that chance alone exceeds once in a thousand, by the normal limit. */
    private static final double ALLOWED = DRAWS * DELTA + 3.09 * Math.sqrt(DRAWS * DELTA * (1 - DELTA));

    private static final ConfidenceScore MAX_SOFTMAX = new MaxSoftmaxOfTests();

    /** Stored in rules, so a record. */
    private record MaxSoftmaxOfTests() implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return outputs.logits().mapRows(row -> outputs.logits().maxSoftmax(row, 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, THRESHOLD", "2, WINDOW", "3, THRESHOLD", "3, WINDOW"})
    void violationsAreAtMostDelta(int stages, Shape shape) {
        Population population = Population.of(stages, new SplittableRandom(stages));
        Certified policy = new Certified(RISK, DELTA, MAX_SOFTMAX, shape, 0.1, true);
        SplittableRandom random = new SplittableRandom(42);
        int violations = 0;
        int certified = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            CascadeRules rules = policy.rules(population.draw(random));
            certified += rules.certificate().holds() ? 1 : 0;
            violations += population.risk(rules) > RISK ? 1 : 0;
        }
        System.out.printf(
                "%d stages, %s: %d of %d draws certified, %d violations, %.0f expected at most%n",
                stages, shape, certified, DRAWS, violations, DRAWS * DELTA);

        assertThat(certified)
                .as("a certificate that is never given proves nothing")
                .isGreaterThan(DRAWS / 2);
        assertThat((double) violations).isLessThanOrEqualTo(ALLOWED);
    }

    @Test
    void rulesThatAreChosenByTheErrorsOfTheSameExamplesViolateMoreOftenThanDelta() {
        Population population = Population.of(2, new SplittableRandom(2));
        SplittableRandom random = new SplittableRandom(42);
        int violations = 0;
        int draws = DRAWS / 4;
        for (int draw = 0; draw < draws; draw++) {
            CascadeCalibration calibration = population.draw(random);
            StageColumns all = StageColumns.of(
                    calibration,
                    List.of(MAX_SOFTMAX),
                    IntStream.range(0, calibration.size()).toArray());
            Candidate best = Candidates.of(all, RISK, Shape.THRESHOLD, List.of()).stream()
                    .filter(candidate -> candidate.counts().errors()
                            <= RISK * candidate.counts().accepted())
                    .max(Comparator.comparingDouble(candidate -> candidate.worth(0.1)))
                    .orElseThrow();
            Candidate.Counts truth = best.on(population.columns);
            violations += truth.errors() > RISK * truth.accepted() ? 1 : 0;
        }
        System.out.printf("without a test: %d of %d draws violate%n", violations, draws);

        assertThat((double) violations / draws).isGreaterThan(4 * DELTA);
    }

    /** Examples of known labels: stage by stage the logits point to the label more clearly, never surely. */
    private record Population(List<Logits> logits, Labels labels, StageColumns columns) {

        static Population of(int stages, SplittableRandom random) {
            Labels labels =
                    new Labels(CLASSES, random.ints(POPULATION, 0, CLASSES).toArray());
            double[] ease = new double[POPULATION];
            for (int row = 0; row < POPULATION; row++) {
                ease[row] = random.nextDouble();
            }
            List<Logits> logits = new ArrayList<>();
            for (int stage = 0; stage < stages; stage++) {
                float[] values = new float[POPULATION * CLASSES];
                for (int row = 0; row < POPULATION; row++) {
                    for (int k = 0; k < CLASSES; k++) {
                        double signal = labels.at(row) == k ? (2 + stage) * 2.2 * ease[row] : 0;
                        values[row * CLASSES + k] = (float) (3 * (signal + random.nextGaussian()));
                    }
                }
                logits.add(new Logits(POPULATION, CLASSES, values));
            }
            int[] rows = IntStream.range(0, POPULATION).toArray();
            StageColumns columns = StageColumns.of(
                    calibration(logits, labels, rows, 0), Collections.nCopies(stages - 1, MAX_SOFTMAX), rows);
            return new Population(logits, labels, columns);
        }

        private static CascadeCalibration calibration(List<Logits> logits, Labels labels, int[] rows, long seed) {
            List<Logits> chosen = logits.stream().map(of -> of.select(rows)).toList();
            List<Outputs> own = chosen.stream().map(Outputs::of).toList();
            List<Outputs> answers = IntStream.rangeClosed(1, own.size())
                    .mapToObj(upTo -> Outputs.of(Logits.meanOfProbabilities(chosen.subList(0, upTo))))
                    .toList();
            return new CascadeCalibration(own, answers, labels.select(rows), MAX_SOFTMAX, List.of(), seed);
        }

        /** With replacement, so that the population is what the draws come from. */
        CascadeCalibration draw(SplittableRandom random) {
            int[] rows = random.ints(CALIBRATION, 0, POPULATION).toArray();
            return calibration(logits, labels, rows, random.nextLong());
        }

        /** The error rate among what rules accept of all examples; 0 where they accept none. */
        double risk(CascadeRules rules) {
            int stages = logits.size();
            double[][] scores = new double[stages - 1][];
            for (int stage = 0; stage < stages - 1; stage++) {
                scores[stage] = rules.deferral().get(stage).score().scores(Outputs.of(logits.get(stage)));
            }
            int accepted = 0;
            int errors = 0;
            for (int row = 0; row < POPULATION; row++) {
                int stage = 0;
                while (stage < stages - 1 && rules.deferral().get(stage).defers(scores[stage][row])) {
                    stage++;
                }
                if (columns.confidence()[stage][row] >= rules.accept().get(stage)) {
                    accepted++;
                    errors += columns.right()[stage][row] ? 0 : 1;
                }
            }
            return accepted == 0 ? 0 : (double) errors / accepted;
        }
    }
}
