package dev.weir.plugins.engine.support;

import dev.weir.api.model.WeightTensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A training after a whole epoch: all that it needs to go on exactly.
 *
 * @param epoch the last one that was trained; 0 before the first
 * @param adam  the weights and the optimizer's numbers
 * @param best  the epoch to return to in the end
 */
record TrainingState(int epoch, AdamState adam, Best best) {
    private static final String TRAINING = "training";
    private static final String EPOCH = "epoch";
    private static final String STEPS = "steps";
    private static final String BEST_EPOCH = "best-epoch";
    private static final String BEST_VALUE = "best-value";

    /**
     * The epoch with the lowest value on the validation split.
     *
     * @param epoch   0 where none was measured yet, or none ever is
     * @param value   of the objective after that epoch
     * @param weights after that epoch
     */
    record Best(int epoch, double value, List<float[]> weights) {
        static final Best NONE = new Best(0, Double.POSITIVE_INFINITY, List.of());
    }

    /**
     * Writes the state.
     *
     * @param training what {@link #of} will ask for
     */
    byte[] toBytes(String training, List<Parameter> parameters) {
        List<WeightTensor> tensors = new ArrayList<>();
        addTo(tensors, parameters, "weights", adam.weights());
        addTo(tensors, parameters, "means", adam.means());
        addTo(tensors, parameters, "variances", adam.variances());
        if (best.epoch > 0) {
            addTo(tensors, parameters, "best", best.weights);
        }
        Map<String, String> notes = Map.of(
                TRAINING, training,
                EPOCH, Integer.toString(epoch),
                STEPS, Integer.toString(adam.steps()),
                BEST_EPOCH, Integer.toString(best.epoch),
                BEST_VALUE, Double.toString(best.value));
        return new TensorFile(notes, tensors).toBytes();
    }

    private static void addTo(
            List<WeightTensor> tensors, List<Parameter> parameters, String group, List<float[]> values) {
        for (int i = 0; i < values.size(); i++) {
            Parameter parameter = parameters.get(i);
            tensors.add(new WeightTensor.Floats(group + "." + parameter.name(), parameter.dimensions(), values.get(i)));
        }
    }

    /** Reads a state; empty when the bytes are not a state of this training. */
    static Optional<TrainingState> of(byte[] bytes, String training, List<Parameter> parameters) {
        TensorFile file;
        try {
            file = TensorFile.of(bytes);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        // The digest covers the network, so whatever carries it was written by toBytes.
        if (!training.equals(file.notes().get(TRAINING))) {
            return Optional.empty();
        }
        Iterator<WeightTensor> tensors = file.tensors().iterator();
        int steps = number(file, STEPS);
        AdamState adam =
                new AdamState(steps, next(tensors, parameters), next(tensors, parameters), next(tensors, parameters));
        int bestEpoch = number(file, BEST_EPOCH);
        Best best = bestEpoch == 0
                ? Best.NONE
                : new Best(bestEpoch, Double.parseDouble(note(file, BEST_VALUE)), next(tensors, parameters));
        return Optional.of(new TrainingState(number(file, EPOCH), adam, best));
    }

    private static List<float[]> next(Iterator<WeightTensor> tensors, List<Parameter> parameters) {
        return parameters.stream()
                .map(parameter -> ((WeightTensor.Floats) tensors.next()).values())
                .toList();
    }

    private static int number(TensorFile file, String note) {
        return Integer.parseInt(note(file, note));
    }

    private static String note(TensorFile file, String name) {
        return file.notes().getOrDefault(name, "");
    }
}
