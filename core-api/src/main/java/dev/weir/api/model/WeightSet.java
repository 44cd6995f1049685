package dev.weir.api.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The weights of a network: named tensors in the network's order. Engines read and write them, files carry them
 * from one engine to another, and sets of one network can be mixed.
 */
public final class WeightSet {
    private final List<WeightTensor> tensors;
    private final Map<String, WeightTensor> byName = new HashMap<>();

    /**
     * A set.
     *
     * @param tensors with unique names
     */
    public WeightSet(List<? extends WeightTensor> tensors) {
        this.tensors = List.copyOf(tensors);
        for (WeightTensor tensor : this.tensors) {
            if (byName.put(tensor.name(), tensor) != null) {
                throw new IllegalArgumentException("two tensors are named " + tensor.name());
            }
        }
    }

    /** The tensors, in the network's order. */
    public List<WeightTensor> tensors() {
        return tensors;
    }

    /** The tensor of a name. */
    public Optional<WeightTensor> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** How many numbers it holds in all. */
    public long size() {
        return tensors.stream().mapToLong(WeightTensor::size).sum();
    }

    /**
     * The tensors of another set in the order of this one.
     *
     * @throws IllegalArgumentException when the other set has other names, dimensions or kinds of numbers; the
     *     message names the first three
     */
    public WeightSet ordered(WeightSet other) {
        List<String> differences = new ArrayList<>();
        List<WeightTensor> ordered = new ArrayList<>();
        for (WeightTensor tensor : tensors) {
            WeightTensor given = other.byName.get(tensor.name());
            if (given == null) {
                differences.add(tensor + " is missing");
            } else if (!tensor.isLike(given)) {
                differences.add(given + " is there instead of " + tensor);
            } else {
                ordered.add(given);
            }
        }
        Set<String> left = new HashSet<>(other.byName.keySet());
        left.removeAll(byName.keySet());
        left.stream().sorted().forEach(name -> differences.add(other.byName.get(name) + " is not in the network"));
        if (!differences.isEmpty()) {
            String more = differences.size() > 3 ? ", and " + (differences.size() - 3) + " more" : "";
            throw new IllegalArgumentException("weights of another network: "
                    + String.join(", ", differences.subList(0, Math.min(3, differences.size()))) + more);
        }
        return new WeightSet(ordered);
    }

    /**
     * Refuses a number that is NaN or infinite.
     *
     * @throws IllegalArgumentException that names the tensor
     */
    public WeightSet requireFinite() {
        for (WeightTensor tensor : tensors) {
            if (tensor instanceof WeightTensor.Floats floats) {
                for (float value : floats.values()) {
                    if (!Float.isFinite(value)) {
                        throw new IllegalArgumentException(tensor + " holds " + value);
                    }
                }
            }
        }
        return this;
    }

    @Override
    public String toString() {
        return tensors.size() + " tensors, " + size() + " numbers";
    }
}
