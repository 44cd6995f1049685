package dev.weir.runtime.split;

import dev.weir.api.data.Examples;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job's examples, divided.
 *
 * @param classes the class names in label order; empty when only recorded outputs can tell
 * @param byName  the splits that the job has; no two share a row
 */
public record Splits(List<String> classes, Map<SplitName, Examples> byName) {

    public Splits {
        classes = List.copyOf(classes);
        byName = Collections.unmodifiableMap(new EnumMap<>(byName));
    }

    public Optional<Examples> find(SplitName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** These splits and one more, or another in its place. */
    public Splits with(SplitName name, Examples examples) {
        Map<SplitName, Examples> all = new EnumMap<>(SplitName.class);
        all.putAll(byName);
        all.put(name, examples);
        return new Splits(classes, all);
    }

    /** A split that the job was checked to have. */
    public Examples get(SplitName name) {
        return find(name).orElseThrow(() -> new IllegalStateException("no split " + name.key()));
    }
}
