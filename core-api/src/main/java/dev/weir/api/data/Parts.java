package dev.weir.api.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a data source yields: examples under the names that the data set itself gives them, such as
 * {@code all}, or {@code train} and {@code test}.
 *
 * @param classes the class names in label order; empty when the source does not know them
 * @param byName  the parts, in the source's order; all of one kind and one shape of inputs
 */
public record Parts(List<String> classes, Map<String, Examples> byName) {

    /** The name of the only part of a source that does not divide its examples. */
    public static final String ALL = "all";

    public Parts {
        classes = List.copyOf(classes);
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        if (byName.isEmpty()) {
            throw new IllegalArgumentException("a source yields at least one part");
        }
        int known = classes.size();
        byName.forEach((name, examples) -> {
            if (known > 0 && examples.labels().classes() != known) {
                throw new IllegalArgumentException("part '" + name + "' has labels of "
                        + examples.labels().classes() + " classes, but " + known + " class names are given");
            }
        });
    }
}
