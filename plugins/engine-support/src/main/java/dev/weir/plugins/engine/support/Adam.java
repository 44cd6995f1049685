package dev.weir.plugins.engine.support;

import java.util.List;

/**
 * Adam on flat arrays, so that its state can be read and is the same on every engine.
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba, Adam, ICLR 2015, algorithm 1</a>
 */
public final class Adam {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final double learningRate;
    private final List<float[]> weights;
    private final List<float[]> means;
    private final List<float[]> variances;
    private int steps;

    /**
     * An optimizer that has made no step yet.
     *
     * @param weights taken over without a copy and changed by {@link #step}
     */
    public Adam(double learningRate, List<float[]> weights) {
        this.learningRate = learningRate;
        this.weights = List.copyOf(weights);
        this.means = weights.stream().map(values -> new float[values.length]).toList();
        this.variances =
                weights.stream().map(values -> new float[values.length]).toList();
    }

    /** The weights, in the arrays that {@link #step} changes. */
    public List<float[]> weights() {
        return weights;
    }

    /** A copy of where this stands. */
    public AdamState state() {
        return new AdamState(steps, copies(weights), copies(means), copies(variances));
    }

    /**
     * Goes on from a state of the same parameters: weights, means and variances become what they were.
     *
     * @param state copied
     */
    public void restore(AdamState state) {
        steps = state.steps();
        copyInto(weights, state.weights());
        copyInto(means, state.means());
        copyInto(variances, state.variances());
    }

    private static List<float[]> copies(List<float[]> arrays) {
        return arrays.stream().map(float[]::clone).toList();
    }

    private static void copyInto(List<float[]> target, List<float[]> source) {
        for (int i = 0; i < target.size(); i++) {
            System.arraycopy(source.get(i), 0, target.get(i), 0, target.get(i).length);
        }
    }

    /** Makes one step against the gradients, one array for each array of weights. */
    public void step(List<float[]> gradients) {
        steps++;
        float rate = (float) (learningRate / (1 - Math.pow(BETA1, steps)));
        float correction = (float) (1 / Math.sqrt(1 - Math.pow(BETA2, steps)));
        for (int i = 0; i < weights.size(); i++) {
            step(weights.get(i), gradients.get(i), means.get(i), variances.get(i), rate, correction);
        }
    }

    private static void step(
            float[] weight, float[] gradient, float[] mean, float[] variance, float rate, float correction) {
        for (int i = 0; i < weight.length; i++) {
            float g = gradient[i];
            float m = BETA1 * mean[i] + (1 - BETA1) * g;
            float v = BETA2 * variance[i] + (1 - BETA2) * g * g;
            mean[i] = m;
            variance[i] = v;
            weight[i] -= rate * m / ((float) Math.sqrt(v) * correction + EPSILON);
        }
    }
}
