package dev.weir.runtime.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of weights that a merge is made of.
 *
 * @param key   where it stands in the job's file: {@code endpoints[0]}, {@code ancestor}
 * @param file  its file
 * @param looks what was found in its tensors, by name
 * @param equal the names of tensors of floats that hold the same bytes, by their digest; none of those whose numbers
 *     are all equal, such as a new bias
 */
record Parent(String key, WeightFile file, Map<String, TensorLook> looks, Map<String, List<String>> equal) {

    /** Looks at every number of a file. */
    static Parent of(String key, WeightFile file) throws IOException {
        Map<String, TensorLook> looks = TensorLook.at(file);
        Map<String, List<String>> equal = new HashMap<>();
        looks.forEach((name, look) -> {
            if (look.isVaried()) {
                equal.computeIfAbsent(look.digest(), digest -> new ArrayList<>())
                        .add(name);
            }
        });
        return new Parent(key, file, looks, equal);
    }

    /** The length of its weights as one vector. */
    double norm() {
        return Math.sqrt(
                looks.values().stream().mapToDouble(TensorLook::squares).sum());
    }

    TensorLook look(String tensor) {
        TensorLook look = looks.get(tensor);
        if (look == null) {
            throw new IllegalArgumentException(key + " has no tensor " + tensor);
        }
        return look;
    }

    /** Whether a tensor holds the same bytes here as in another file. */
    boolean isSame(Parent other, String tensor) {
        return look(tensor).digest().equals(other.look(tensor).digest());
    }

    /** Whether all tensors of floats hold the same bytes here as in another file of the same network. */
    boolean isSame(Parent other) {
        return file.header().entries().stream()
                .filter(entry -> entry.kind().isFloats())
                .allMatch(entry -> isSame(other, entry.name()));
    }

    /** The other tensors that hold the same numbers: weights that are tied. */
    List<String> tiedTo(String tensor) {
        return equal.getOrDefault(look(tensor).digest(), List.of()).stream()
                .filter(name -> !name.equals(tensor))
                .toList();
    }
}
