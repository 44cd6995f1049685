package dev.weir.runtime.cascade;

import dev.weir.api.data.Examples;
import dev.weir.runtime.job.Digests;
import java.util.IdentityHashMap;

/** Digests of examples, each computed once. */
final class ExampleDigests {
    private final IdentityHashMap<Examples, String> known = new IdentityHashMap<>();

    String of(Examples examples) {
        return known.computeIfAbsent(examples, Digests::ofExamples);
    }
}
