package dev.weir.plugins.engine.support;

import dev.weir.api.FloatTensor;
import dev.weir.api.Logits;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A network in training by {@link Adam}, which runs in Java: its state is the same on every engine. */
final class AdamLearner implements Learner {
    private final NetworkEngine engine;
    private final Function<FloatTensor, List<Logits>> answering;
    private final Adam adam;

    /**
     * A learner.
     *
     * @param answering gives the logits of each exit
     */
    AdamLearner(NetworkEngine engine, Function<FloatTensor, List<Logits>> answering, double learningRate) {
        this.engine = engine;
        this.answering = answering;
        this.adam = new Adam(learningRate, engine.read());
    }

    @Override
    public void step(float[] inputs, int rows, UnaryOperator<float[]> gradient) {
        adam.step(engine.gradients(inputs, rows, gradient));
        engine.write(adam.weights());
    }

    @Override
    public Logits logits(FloatTensor inputs) {
        List<Logits> all = allLogits(inputs);
        return all.get(all.size() - 1);
    }

    @Override
    public List<Logits> allLogits(FloatTensor inputs) {
        return answering.apply(inputs);
    }

    @Override
    public AdamState state() {
        return adam.state();
    }

    @Override
    public void restore(AdamState state) {
        adam.restore(state);
        engine.write(adam.weights());
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
