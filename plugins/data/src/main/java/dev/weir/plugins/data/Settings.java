package dev.weir.plugins.data;

import dev.weir.api.Require;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The checks of settings that several sources share. */
final class Settings {
    private Settings() {}

    static void requireScale(double scale) {
        if (scale == 0 || !Double.isFinite(scale)) {
            throw new IllegalArgumentException("scale must be finite and not 0, got " + scale);
        }
    }

    static void requireName(String setting, String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(setting + " must not be empty");
        }
    }

    /** Names that are there, none of them empty, each once. */
    static Optional<List<String>> names(String setting, Optional<List<String>> names) {
        names.ifPresent(given -> {
            if (given.isEmpty()) {
                throw new IllegalArgumentException(setting + " must name at least one");
            }
            Set<String> seen = new HashSet<>();
            for (String name : given) {
                if (name.isBlank()) {
                    throw new IllegalArgumentException(setting + " must not hold an empty name");
                }
                if (!seen.add(name)) {
                    throw new IllegalArgumentException(setting + " must be distinct, got '" + name + "' twice");
                }
            }
        });
        return names.map(List::copyOf);
    }

    static Optional<List<Integer>> shape(Optional<List<Integer>> shape) {
        shape.ifPresent(given -> {
            if (given.isEmpty()) {
                throw new IllegalArgumentException("shape must have at least one dimension, such as [64]");
            }
            given.forEach(dimension -> Require.atLeast("shape", 1, dimension));
            if (size(given) > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("shape must hold fewer than 2^31 numbers, got " + given);
            }
        });
        return shape.map(List::copyOf);
    }

    /** Numbers in a tensor of this shape; {@link Long#MAX_VALUE} when they are more. */
    static long size(List<Integer> shape) {
        long size = 1;
        for (int dimension : shape) {
            size = size > Long.MAX_VALUE / dimension ? Long.MAX_VALUE : size * dimension;
        }
        return size;
    }

    static int[] toArray(List<Integer> shape) {
        return shape.stream().mapToInt(Integer::intValue).toArray();
    }
}
