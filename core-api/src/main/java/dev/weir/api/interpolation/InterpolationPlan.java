package dev.weir.api.interpolation;

import dev.weir.api.Experimental;
import dev.weir.api.Logits;
import dev.weir.api.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which mix of weights serves which example: numbers only, so that it can be stored, read and served without the
 * interpolator that fitted it. What it says of an example does not depend on the others.
 *
 * @param endpoints    how many there are; at least 2
 * @param overAncestor whether coefficients multiply what fine-tuning changed, which is added to the ancestor, and
 *     not the weights themselves
 * @param expertise    tells an example's own coefficients from the logits of the endpoints; empty when one mix serves
 *     all without a look at them
 * @param mixes        none: every example is served by the mix of its own coefficients. One: all by that. Several:
 *     each has a cluster, and an example is served by the one where its last coefficient is most likely, the first of
 *     them where several are
 * @param notes        what readers of the results should know of how it was fitted, a sentence each: where a setting
 *     had no effect, or another than it is meant to have
 */
@Experimental
public record InterpolationPlan(
        int endpoints, boolean overAncestor, Optional<Expertise> expertise, List<Mix> mixes, List<String> notes) {

    /** Nearer to 0 or 1 a Beta distribution has no finite density. */
    private static final double EDGE = 1e-6;

    public InterpolationPlan {
        Require.atLeast("endpoints", 2, endpoints);
        mixes = List.copyOf(mixes);
        notes = List.copyOf(notes);
        if (expertise.isEmpty() && mixes.size() != 1) {
            throw new IllegalArgumentException(
                    "a plan that does not look at examples has one mix, not " + mixes.size());
        }
        if (!overAncestor && expertise.filter(of -> of.scale() != 1).isPresent()) {
            throw new IllegalArgumentException("scale must be 1 where weights themselves are mixed, got "
                    + expertise.get().scale());
        }
        int size = endpoints;
        if (expertise.filter(of -> of.temperatures().size() != size).isPresent()
                || mixes.stream().anyMatch(mix -> mix.coefficients().size() != size)) {
            throw new IllegalArgumentException("coefficients of another number of endpoints than " + endpoints);
        }
        if (mixes.size() > 1 && mixes.stream().anyMatch(mix -> mix.cluster().isEmpty())) {
            throw new IllegalArgumentException("several mixes need a cluster each");
        }
    }

    /** A plan of which there is nothing to note. */
    public InterpolationPlan(int endpoints, boolean overAncestor, Optional<Expertise> expertise, List<Mix> mixes) {
        this(endpoints, overAncestor, expertise, mixes, List.of());
    }

    /** One mix for all examples. */
    public static InterpolationPlan of(Mix mix) {
        return new InterpolationPlan(mix.coefficients().size(), false, Optional.empty(), List.of(mix));
    }

    /** This plan with more to note. */
    public InterpolationPlan noting(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new InterpolationPlan(endpoints, overAncestor, expertise, mixes, all);
    }

    /** A coefficient as far from 0 and 1 as a Beta distribution takes it. */
    public static double clipped(double coefficient) {
        return Math.max(EDGE, Math.min(1 - EDGE, coefficient));
    }

    /** Whether an example must be looked at before it is known which mix serves it. */
    public boolean looksAtExamples() {
        return mixes.size() != 1;
    }

    /** Whether an example may be served by a mix of its own. */
    public boolean isPerExample() {
        return mixes.isEmpty();
    }

    /**
     * Each example's own coefficients, before any clustering.
     *
     * @param logits of each endpoint, {@code n x k}
     * @return {@code n} rows, one coefficient for each endpoint
     */
    public double[][] coefficients(List<Logits> logits) {
        requireEndpoints(logits);
        double[][] coefficients = new double[logits.get(0).rows()][endpoints];
        for (int row = 0; row < coefficients.length; row++) {
            if (expertise.isPresent()) {
                expertise.get().shares(logits, row, coefficients[row]);
            } else {
                Arrays.setAll(
                        coefficients[row], i -> mixes.get(0).coefficients().get(i));
            }
        }
        return coefficients;
    }

    private void requireEndpoints(List<Logits> logits) {
        if (logits.size() != endpoints) {
            throw new IllegalArgumentException(
                    "a plan for " + endpoints + " endpoints got the logits of " + logits.size());
        }
        InterpolationTask.requireAlike(logits);
    }

    /**
     * The mix that serves an example.
     *
     * @param coefficients the example's own
     * @return its place among the mixes
     * @throws IllegalStateException when every example has a mix of its own
     */
    public int mixOf(double[] coefficients) {
        if (isPerExample()) {
            throw new IllegalStateException("every example has a mix of its own");
        }
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        double last = clipped(coefficients[endpoints - 1]);
        for (int i = 0; mixes.size() > 1 && i < mixes.size(); i++) {
            double density = mixes.get(i).cluster().orElseThrow().logDensity(last);
            if (density > most) {
                most = density;
                best = i;
            }
        }
        return best;
    }
}
