package dev.weir.plugins.data;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The classes of a source: given, or met while it is read. */
final class MetClasses {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");

    private final boolean given;
    private final Map<String, Integer> indexes = new LinkedHashMap<>();

    MetClasses(Optional<List<String>> classes) {
        this.given = classes.isPresent();
        classes.ifPresent(names -> names.forEach(name -> indexes.put(name, indexes.size())));
    }

    /** The index of a label's class, in the order in which classes were met. */
    int index(Place place, String label) {
        Integer index = indexes.get(label);
        if (index != null) {
            return index;
        }
        if (given) {
            throw place.refusal(
                    "the label '" + label + "' is not among the classes",
                    Spelling.didYouMean(label, indexes.keySet()) + "'classes' names "
                            + String.join(", ", indexes.keySet()) + ".");
        }
        indexes.put(label, indexes.size());
        return indexes.size() - 1;
    }

    /** The class names: in the given order, or in numeric order when all are integers, else in lexical order. */
    List<String> names() {
        List<String> names = new ArrayList<>(indexes.keySet());
        if (!given) {
            boolean areIntegers =
                    names.stream().allMatch(name -> INTEGER.matcher(name).matches());
            Comparator<String> lexical = Comparator.naturalOrder();
            Comparator<String> numeric = Comparator.comparing(BigInteger::new);
            names.sort(areIntegers ? numeric.thenComparing(lexical) : lexical);
        }
        return List.copyOf(names);
    }

    /** The place in {@link #names()} of each class, by the order in which classes were met. */
    int[] order() {
        List<String> names = names();
        int[] order = new int[names.size()];
        for (int place = 0; place < order.length; place++) {
            order[indexes.getOrDefault(names.get(place), place)] = place;
        }
        return order;
    }
}
