package dev.weir.api.metrics;

import dev.weir.api.Require;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Joint accuracy of a small and a large model against the share that the small one defers, its least sure
 * examples first.
 *
 * <p>Exact at every number of deferred examples. Equal confidences cannot be told apart, so within them the
 * curve is the mean over all orders, a straight line; it does not depend on the order of the examples.
 *
 * <p>Beside it stand two curves of the same ends: {@link #random} defers blindly, {@link #ideal} defers the
 * small model's errors first, the large model being as accurate on them as on everything else. Accuracies
 * and rates are shares in [0, 1].
 *
 * @see <a href="https://arxiv.org/abs/2502.19335">Rabanser et al., Gatekeeper: Improving Model Cascades
 *     Through Confidence Tuning, 2025</a>
 */
public final class DeferralCurve {
    private final double[] confidence;
    private final int[] gain;
    private final int smallRight;
    private final int largeRight;

    /** Rows in ascending order of confidence. */
    private final boolean[] small;

    private final boolean[] large;

    private DeferralCurve(double[] confidence, boolean[] small, boolean[] large) {
        this.confidence = confidence;
        this.small = small;
        this.large = large;
        this.gain = new int[small.length + 1];
        int rightOfSmall = 0;
        int rightOfLarge = 0;
        for (int row = 0; row < small.length; row++) {
            rightOfSmall += small[row] ? 1 : 0;
            rightOfLarge += large[row] ? 1 : 0;
            gain[row + 1] = rightOfLarge - rightOfSmall;
        }
        this.smallRight = rightOfSmall;
        this.largeRight = rightOfLarge;
    }

    /**
     * The curve of {@code n} examples.
     *
     * @param confidence of the small model, higher = surer; finite; at least one
     * @param small      whether the small model is right on each example
     * @param large      whether the large one is
     */
    public static DeferralCurve of(double[] confidence, boolean[] small, boolean[] large) {
        int n = confidence.length;
        if (n == 0 || small.length != n || large.length != n) {
            throw new IllegalArgumentException("a deferral curve needs at least one example and as many confidences as"
                    + " answers, got " + n + ", " + small.length + " and " + large.length);
        }
        for (int row = 0; row < n; row++) {
            if (!Double.isFinite(confidence[row])) {
                throw new IllegalArgumentException(
                        "confidence must be finite, got " + confidence[row] + " in row " + row);
            }
        }
        double[] sorted = new double[n];
        boolean[] smallSorted = new boolean[n];
        boolean[] largeSorted = new boolean[n];
        int next = 0;
        for (int row : Ascending.order(confidence)) {
            sorted[next] = confidence[row] + 0.0; // makes -0.0 and 0.0 equal
            smallSorted[next] = small[row];
            largeSorted[next++] = large[row];
        }
        return new DeferralCurve(sorted, smallSorted, largeSorted);
    }

    /** Size of the evaluated split. */
    public int examples() {
        return confidence.length;
    }

    public double smallAccuracy() {
        return (double) smallRight / examples();
    }

    public double largeAccuracy() {
        return (double) largeRight / examples();
    }

    /**
     * Joint accuracy when the {@code deferred} least sure examples are passed on.
     *
     * @param deferred in [0, {@link #examples()}]
     */
    public double accuracy(int deferred) {
        int from = deferred;
        int to = deferred;
        if (deferred > 0 && deferred < examples()) {
            while (from > 0 && confidence[from - 1] == confidence[deferred]) {
                from--;
            }
            while (to < examples() && from < deferred && confidence[to] == confidence[deferred]) {
                to++;
            }
        }
        return (smallRight + gain(from, to, deferred)) / examples();
    }

    /** The gain at a number inside the ties from {@code from} to {@code to}: a straight line between the ends. */
    private double gain(int from, int to, int deferred) {
        return from == to
                ? gain[deferred]
                : gain[from] + (double) (gain[to] - gain[from]) * (deferred - from) / (to - from);
    }

    /** Joint accuracy when a share of the examples is deferred at random. */
    public double random(double rate) {
        Require.share("rate", rate);
        return smallAccuracy() + rate * (largeAccuracy() - smallAccuracy());
    }

    /** Joint accuracy when errors of the small model are deferred first, all errors alike to the large one. */
    public double ideal(double rate) {
        Require.share("rate", rate);
        double errors = 1 - smallAccuracy();
        return rate >= errors ? largeAccuracy() : smallAccuracy() + rate * (largeAccuracy() - smallAccuracy()) / errors;
    }

    /**
     * {@code s_d}: the area between the curve and random deferral over the area between the ideal curve and
     * random deferral. 0 is as good as chance, 1 is ideal; below 0 and above 1 are possible, the latter where
     * the large model is better on the small one's errors than elsewhere. The curve's area is the trapezoid
     * rule over every number of deferred examples, which is exact; the ideal's is
     * {@code (large - small) * small / 2}.
     *
     * @return empty where {@link #undefined()} says why
     */
    public OptionalDouble sd() {
        if (undefined().isPresent()) {
            return OptionalDouble.empty();
        }
        double gained = 0;
        for (int from = 0; from < examples(); ) {
            int to = from + 1;
            while (to < examples() && confidence[to] == confidence[from]) {
                to++;
            }
            gained += (gain[from] + gain[to]) / 2.0 * (to - from);
            from = to;
        }
        double n = examples();
        double better = (largeRight - smallRight) / n;
        double aboveRandom = gained / n / n - better / 2;
        return OptionalDouble.of(aboveRandom / (better * smallAccuracy() / 2));
    }

    /** Why there is no {@code s_d}, as a sentence for a person; empty where there is one. */
    public Optional<String> undefined() {
        if (largeRight <= smallRight) {
            return Optional.of("the large model is not better than the small one: right on " + largeRight + " and "
                    + smallRight + " of " + examples() + " examples");
        }
        return smallRight == 0
                ? Optional.of("the small model is right on none of " + examples() + " examples")
                : Optional.empty();
    }

    /** The curve of a bootstrap resample: as many examples, drawn with replacement. In O(n). */
    public DeferralCurve resample(SplittableRandom random) {
        int n = examples();
        int[] drawn = new int[n];
        for (int i = 0; i < n; i++) {
            drawn[random.nextInt(n)]++;
        }
        double[] newConfidence = new double[n];
        boolean[] newSmall = new boolean[n];
        boolean[] newLarge = new boolean[n];
        int next = 0;
        for (int row = 0; row < n; row++) {
            int end = next + drawn[row];
            Arrays.fill(newConfidence, next, end, confidence[row]);
            Arrays.fill(newSmall, next, end, small[row]);
            Arrays.fill(newLarge, next, end, large[row]);
            next = end;
        }
        return new DeferralCurve(newConfidence, newSmall, newLarge);
    }

    @Override
    public String toString() {
        return "deferral curve of " + examples() + " examples from accuracy " + smallAccuracy() + " to "
                + largeAccuracy();
    }
}
