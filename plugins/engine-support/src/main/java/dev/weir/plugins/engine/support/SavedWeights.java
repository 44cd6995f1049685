package dev.weir.plugins.engine.support;

import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The weights of a network as a set and as a file: a tensor for each parameter under its name.
 *
 * @param network what the weights are of
 */
public record SavedWeights(NetworkPlan network) {
    /** The file of a saved model in its folder. */
    public static final String FILE = "weights.safetensors";

    /** Weights in the order of the network's parameters, as a set; the arrays are taken over. */
    public WeightSet named(List<float[]> weights) {
        List<WeightTensor> tensors = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            Parameter parameter = network.parameters().get(i);
            tensors.add(new WeightTensor.Floats(parameter.name(), parameter.dimensions(), weights.get(i)));
        }
        return new WeightSet(tensors);
    }

    /**
     * A set in the order of the network's parameters.
     *
     * @throws IllegalArgumentException when the set is of another network, or a number is not finite
     */
    public WeightSet ordered(WeightSet weights) {
        WeightSet like = named(network.parameters().stream()
                .map(parameter -> new float[parameter.size()])
                .toList());
        return like.ordered(weights).requireFinite();
    }

    /**
     * The arrays of a set in the order of the network's parameters, not copied.
     *
     * @throws IllegalArgumentException when the set is of another network, or a number is not finite
     */
    public List<float[]> arrays(WeightSet weights) {
        return ordered(weights).tensors().stream()
                .map(tensor -> ((WeightTensor.Floats) tensor).values())
                .toList();
    }

    /** Writes weights in the order of the network's parameters into a folder where there are none. */
    public void save(List<float[]> weights, Path folder) throws IOException {
        new TensorFile(Map.of(), named(weights).tensors()).write(folder.resolve(FILE));
    }

    /**
     * Reads weights in the order of the network's parameters.
     *
     * @throws IllegalArgumentException when the folder does not hold weights of this network, or holds Java code;
     *     the message names the file
     */
    public List<float[]> restore(Path folder) throws IOException {
        ModelFolder.requireNoCode(folder);
        return read(folder.resolve(FILE));
    }

    /**
     * Reads the weights of any file of the format.
     *
     * @throws IllegalArgumentException when it does not hold weights of this network; the message names the file
     */
    public List<float[]> read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " is a folder\nName the safetensors file itself.");
        }
        List<WeightTensor> tensors = TensorFile.read(file).tensors();
        try {
            return arrays(new WeightSet(tensors));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }
}
