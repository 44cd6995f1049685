package dev.weir.plugins.engine.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.weir.api.FloatTensor;
import dev.weir.api.Logits;
import dev.weir.plugins.engine.support.Adam;
import dev.weir.plugins.engine.support.AdamState;
import dev.weir.plugins.engine.support.Learner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A PyTorch model in training.
 *
 * <p>It propagates back by {@link JniUtils} and not by DJL's gradient collector, of which a JVM has one at
 * a time: that walks over the arrays of every model, also of those that answer in another thread meanwhile.
 */
final class PyTorchLearner implements Learner {
    private final PyTorchModel model;
    private final List<NDArray> weights;
    private final NDManager manager;
    private final Adam adam;

    PyTorchLearner(PyTorchModel model, List<NDArray> weights, NDManager manager, double learningRate) {
        this.model = model;
        this.weights = weights;
        this.manager = manager;
        this.adam = new Adam(
                learningRate, weights.stream().map(NDArray::toFloatArray).toList());
        weights.forEach(weight -> weight.setRequiresGradient(true));
    }

    @Override
    public void step(float[] inputs, int rows, UnaryOperator<float[]> gradient) {
        adam.step(gradients(inputs, rows, gradient));
        writeWeights();
    }

    private void writeWeights() {
        GradientMode.with(false, () -> {
            try (NDManager scope = manager.newSubManager()) {
                for (int i = 0; i < weights.size(); i++) {
                    NDArray weight = weights.get(i);
                    // Not by copyTo or set, which make the library print a warning.
                    weight.subi(weight).addi(scope.create(adam.weights().get(i), weight.getShape()));
                }
                return weights;
            }
        });
    }

    /** The derivative of the loss by each weight. */
    List<float[]> gradients(float[] inputs, int rows, UnaryOperator<float[]> gradient) {
        return GradientMode.with(true, () -> {
            try (NDManager scope = manager.newSubManager()) {
                NDArray logits = model.forward(inputs, rows, scope).logits();
                NDArray atLogits = scope.create(gradient.apply(logits.toFloatArray()), logits.getShape());
                JniUtils.backward((PtNDArray) logits, (PtNDArray) atLogits, false, false);
                List<float[]> gradients = new ArrayList<>();
                for (NDArray weight : weights) {
                    NDArray ofWeight = weight.getGradient();
                    ofWeight.attach(scope);
                    gradients.add(ofWeight.toFloatArray());
                    JniUtils.zeroGrad((PtNDArray) weight);
                }
                return gradients;
            }
        });
    }

    @Override
    public Logits logits(FloatTensor inputs) {
        return model.outputs(inputs, Set.of()).logits();
    }

    @Override
    public AdamState state() {
        return adam.state();
    }

    @Override
    public void restore(AdamState state) {
        adam.restore(state);
        writeWeights();
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
