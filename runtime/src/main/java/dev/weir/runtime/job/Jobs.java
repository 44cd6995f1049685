package dev.weir.runtime.job;

import com.google.inject.Inject;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The jobs that a file can ask for, by name. What runs, checks, explains or describes a job finds it here. */
public final class Jobs {
    private final TreeMap<String, Job<?>> byName;

    @Inject
    Jobs(Map<String, Job<?>> byName) {
        this.byName = new TreeMap<>(byName);
    }

    /** Their names, in order. */
    public Set<String> names() {
        return byName.keySet();
    }

    /** All of them, in the order of their names. */
    public Collection<Job<?>> all() {
        return byName.values();
    }

    public Optional<Job<?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
