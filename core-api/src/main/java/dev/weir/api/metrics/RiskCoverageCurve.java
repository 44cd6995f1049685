package dev.weir.api.metrics;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Error rate among the accepted against the share that is accepted, as the threshold on a confidence falls.
 *
 * <p>Its points are the thresholds that exist: one for each distinct confidence, because no threshold can
 * part examples of equal confidence. Point 0 accepts nothing and has risk 0. So the curve does not depend
 * on the order of the examples.
 *
 * <p>Built in O(n log n) by two sorts of flat arrays, read in O(points).
 *
 * @see <a href="https://proceedings.neurips.cc/paper/2017/hash/4a8423d5e91fda00bb7e46540e2b0cf1-Abstract.html">
 *     Geifman and El-Yaniv, Selective Classification for Deep Neural Networks, NeurIPS 2017</a>
 */
public final class RiskCoverageCurve {
    private final int examples;
    private final double[] thresholds;
    private final int[] accepted;
    private final int[] errors;

    private RiskCoverageCurve(int examples, double[] thresholds, int[] accepted, int[] errors) {
        this.examples = examples;
        this.thresholds = thresholds;
        this.accepted = accepted;
        this.errors = errors;
    }

    /**
     * The curve of {@code n} predictions.
     *
     * @param confidence higher = surer; finite; at least one
     * @param right      whether each prediction is right
     */
    public static RiskCoverageCurve of(double[] confidence, boolean[] right) {
        int n = confidence.length;
        if (n == 0 || right.length != n) {
            throw new IllegalArgumentException("a curve needs at least one example and as many confidences as"
                    + " predictions, got " + n + " and " + right.length);
        }
        int wrongCount = 0;
        for (boolean value : right) {
            wrongCount += value ? 0 : 1;
        }
        double[] rights = new double[n - wrongCount];
        double[] wrongs = new double[wrongCount];
        int nextRight = 0;
        int nextWrong = 0;
        for (int row = 0; row < n; row++) {
            if (!Double.isFinite(confidence[row])) {
                throw new IllegalArgumentException(
                        "confidence must be finite, got " + confidence[row] + " in row " + row);
            }
            double value = confidence[row] + 0.0; // makes -0.0 and 0.0 one threshold
            if (right[row]) {
                rights[nextRight++] = value;
            } else {
                wrongs[nextWrong++] = value;
            }
        }
        Arrays.sort(rights);
        Arrays.sort(wrongs);
        return merge(n, rights, wrongs);
    }

    private static RiskCoverageCurve merge(int n, double[] rights, double[] wrongs) {
        double[] thresholds = new double[n + 1];
        int[] accepted = new int[n + 1];
        int[] errors = new int[n + 1];
        thresholds[0] = Double.POSITIVE_INFINITY;
        int points = 1;
        int r = rights.length - 1;
        int w = wrongs.length - 1;
        while (r >= 0 || w >= 0) {
            double next = Math.max(
                    r >= 0 ? rights[r] : Double.NEGATIVE_INFINITY, w >= 0 ? wrongs[w] : Double.NEGATIVE_INFINITY);
            while (r >= 0 && rights[r] == next) {
                r--;
            }
            while (w >= 0 && wrongs[w] == next) {
                w--;
            }
            thresholds[points] = next;
            errors[points] = wrongs.length - 1 - w;
            accepted[points] = rights.length - 1 - r + errors[points];
            points++;
        }
        return new RiskCoverageCurve(
                n, Arrays.copyOf(thresholds, points), Arrays.copyOf(accepted, points), Arrays.copyOf(errors, points));
    }

    /** Size of the evaluated split. */
    public int examples() {
        return examples;
    }

    /** Number of points, the empty one included; at least 2. */
    public int points() {
        return thresholds.length;
    }

    /** The lowest confidence that a point accepts; infinity for point 0. */
    public double threshold(int point) {
        return thresholds[point];
    }

    /** How many examples a point accepts. */
    public int accepted(int point) {
        return accepted[point];
    }

    /** How many of the accepted are wrong. */
    public int errors(int point) {
        return errors[point];
    }

    /** Error rate among the accepted; 0 where none is. */
    public double risk(int point) {
        return accepted[point] == 0 ? 0 : (double) errors[point] / accepted[point];
    }

    public double coverage(int point) {
        return (double) accepted[point] / examples;
    }

    public OperatingPoint at(int point) {
        return new OperatingPoint(coverage(point), risk(point), examples);
    }

    /**
     * Area under the curve: the trapezoid rule over every number of accepted examples, from (0, 0) on.
     * Among equal confidences the errors are spread evenly, as a random order would on average.
     */
    public double area() {
        double sum = 0;
        double risk = 0;
        for (int point = 1; point < points(); point++) {
            int before = accepted[point - 1];
            int size = accepted[point] - before;
            double rate = size == 0 ? 0 : (double) (errors[point] - errors[point - 1]) / size;
            for (int i = 1; i <= size; i++) {
                double next = (errors[point - 1] + i * rate) / (before + i);
                sum += (risk + next) / 2;
                risk = next;
            }
        }
        return sum / examples;
    }

    /**
     * The probability that a right prediction is surer than a wrong one, ties counted half; empty when all
     * predictions are right or all are wrong.
     */
    public OptionalDouble auroc() {
        long wrong = errors[points() - 1];
        long right = examples - wrong;
        if (wrong == 0 || right == 0) {
            return OptionalDouble.empty();
        }
        double surer = 0;
        for (int point = 1; point < points(); point++) {
            long wrongHere = (long) errors[point] - errors[point - 1];
            long rightHere = accepted[point] - accepted[point - 1] - wrongHere;
            long wrongBelow = wrong - errors[point];
            surer += rightHere * (wrongBelow + wrongHere / 2.0);
        }
        return OptionalDouble.of(surer / right / wrong);
    }

    /**
     * Fewest accepted examples at which a risk is trusted, where nobody says otherwise: a quarter of the
     * examples, at most 500.
     */
    public static int defaultMinimumAccepted(int examples) {
        return Math.min(500, (examples + 3) / 4);
    }

    /**
     * The point whose risk is nearest to {@code risk}, among those that accept at least {@code minimum}
     * examples; of several, the one that accepts least. The risk may lie above the one asked for.
     */
    public int nearestRisk(double risk, int minimum) {
        int best = points() - 1;
        for (int point = points() - 2; point >= 0 && accepted[point] >= minimum; point--) {
            if (Math.abs(risk(point) - risk) <= Math.abs(risk(best) - risk)) {
                best = point;
            }
        }
        return best;
    }

    /**
     * The point that accepts most at a risk of at most {@code risk}, among those that accept at least
     * {@code minimum} examples; -1 where there is none.
     */
    public int largestWithin(double risk, int minimum) {
        for (int point = points() - 1; point >= 0 && accepted[point] >= minimum; point--) {
            if (risk(point) <= risk) {
                return point;
            }
        }
        return -1;
    }

    /** The point whose coverage is nearest to {@code coverage}; of two, the one that accepts less. */
    public int nearestCoverage(double coverage) {
        int best = 0;
        for (int point = 1; point < points(); point++) {
            if (Math.abs(coverage(point) - coverage) < Math.abs(coverage(best) - coverage)) {
                best = point;
            }
        }
        return best;
    }

    /** Coverage at the {@linkplain #nearestRisk nearest risk}, with the default minimum. */
    public double coverageAtRisk(double risk) {
        return coverage(nearestRisk(risk, defaultMinimumAccepted(examples)));
    }

    /** Risk at the {@linkplain #nearestCoverage nearest coverage}. */
    public double riskAtCoverage(double coverage) {
        return risk(nearestCoverage(coverage));
    }

    /** The curve of a bootstrap resample: as many examples, drawn with replacement. In O(n). */
    public RiskCoverageCurve resample(SplittableRandom random) {
        int[] pointOf = new int[examples];
        for (int point = 1; point < points(); point++) {
            Arrays.fill(pointOf, accepted[point - 1], accepted[point], point);
        }
        int[] newAccepted = new int[points()];
        int[] newErrors = new int[points()];
        for (int i = 0; i < examples; i++) {
            int drawn = random.nextInt(examples);
            int point = pointOf[drawn];
            newAccepted[point]++;
            boolean wrong = drawn - accepted[point - 1] < errors[point] - errors[point - 1];
            newErrors[point] += wrong ? 1 : 0;
        }
        double[] kept = new double[points()];
        kept[0] = Double.POSITIVE_INFINITY;
        int[] keptAccepted = new int[points()];
        int[] keptErrors = new int[points()];
        int count = 1;
        for (int point = 1; point < points(); point++) {
            if (newAccepted[point] > 0) {
                kept[count] = thresholds[point];
                keptAccepted[count] = keptAccepted[count - 1] + newAccepted[point];
                keptErrors[count] = keptErrors[count - 1] + newErrors[point];
                count++;
            }
        }
        return new RiskCoverageCurve(
                examples,
                Arrays.copyOf(kept, count),
                Arrays.copyOf(keptAccepted, count),
                Arrays.copyOf(keptErrors, count));
    }

    @Override
    public String toString() {
        return "risk-coverage curve of " + examples + " examples, " + points() + " points";
    }
}
