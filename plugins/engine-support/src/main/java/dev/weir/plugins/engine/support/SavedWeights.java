package dev.weir.plugins.engine.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of a network in a folder: the file {@value #FILE}, a tensor for each parameter under its name.
 *
 * @param network what the weights are of
 */
public record SavedWeights(NetworkPlan network) {
    public static final String FILE = "weights.safetensors";

    /** Writes weights in the order of the network's parameters into a folder where there are none. */
    public void save(List<float[]> weights, Path folder) throws IOException {
        List<NamedTensor> tensors = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            Parameter parameter = network.parameters().get(i);
            tensors.add(new NamedTensor(parameter.name(), parameter.dimensions(), weights.get(i)));
        }
        new TensorFile(Map.of(), tensors).write(folder.resolve(FILE));
    }

    /**
     * Reads weights in the order of the network's parameters.
     *
     * @throws IllegalArgumentException when the folder does not hold weights of this network; the message names
     *     the file
     */
    public List<float[]> restore(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        Map<String, NamedTensor> tensors = new HashMap<>();
        TensorFile.read(file).tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
        List<float[]> weights = new ArrayList<>();
        for (Parameter parameter : network.parameters()) {
            NamedTensor tensor = tensors.remove(parameter.name());
            if (tensor == null || !tensor.dimensions().equals(parameter.dimensions())) {
                throw new IllegalArgumentException(file + ": the network has " + parameter.name()
                        + parameter.dimensions() + ", the file " + (tensor == null ? "does not" : "has " + tensor));
            }
            requireFinite(file, tensor);
            weights.add(tensor.values());
        }
        if (!tensors.isEmpty()) {
            throw new IllegalArgumentException(file + ": the file has " + tensors.values() + ", the network does not");
        }
        return weights;
    }

    private static void requireFinite(Path file, NamedTensor tensor) {
        for (float value : tensor.values()) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(file + ": " + tensor + " holds " + value);
            }
        }
    }
}
