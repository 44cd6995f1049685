package dev.weir.plugins.engine.onnx;

import dev.weir.api.FloatTensor;
import dev.weir.api.Logits;
import dev.weir.plugins.engine.support.Adam;
import dev.weir.plugins.engine.support.AdamState;
import dev.weir.plugins.engine.support.Learner;
import dev.weir.plugins.engine.support.NetworkPlan;
import java.util.List;
import java.util.function.UnaryOperator;

/** A head in training. */
final class HeadLearner implements Learner {
    private final NetworkPlan plan;
    private final Adam adam;
    private final HeadNetwork network;

    /**
     * A learner.
     *
     * @param weights changed in place
     */
    HeadLearner(NetworkPlan plan, List<float[]> weights, double learningRate) {
        this.plan = plan;
        this.adam = new Adam(learningRate, weights);
        this.network = new HeadNetwork(plan, weights);
    }

    @Override
    public void step(float[] inputs, int rows, UnaryOperator<float[]> gradient) {
        adam.step(network.gradients(inputs, rows, gradient));
    }

    @Override
    public Logits logits(FloatTensor inputs) {
        float[] values = new float[inputs.rows() * inputs.width()];
        inputs.copyRows(0, inputs.rows(), values);
        List<float[]> activations = network.activations(values, inputs.rows());
        return new Logits(inputs.rows(), plan.classes(), activations.get(activations.size() - 1));
    }

    @Override
    public AdamState state() {
        return adam.state();
    }

    @Override
    public void restore(AdamState state) {
        adam.restore(state);
    }

    @Override
    public boolean isFinite() {
        for (float[] values : adam.weights()) {
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }
}
