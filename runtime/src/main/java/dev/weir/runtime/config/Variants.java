package dev.weir.runtime.config;

import dev.weir.api.Name;
import java.util.LinkedHashMap;
import java.util.Map;

/** The records of a sealed interface under the keys that choose them: {@code { coverage-at-risk: 0.05 }}. */
public final class Variants {
    private Variants() {}

    public static boolean areOf(Class<?> type) {
        return type.isInterface() && type.isSealed();
    }

    /** In the order of declaration. */
    public static Map<String, Class<? extends Record>> of(Class<?> type) {
        Map<String, Class<? extends Record>> variants = new LinkedHashMap<>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            variants.put(key(permitted), permitted.asSubclass(Record.class));
        }
        return variants;
    }

    /** The key of one of them. */
    public static String key(Class<?> variant) {
        Name name = variant.getAnnotation(Name.class);
        return name == null ? Spelling.kebab(variant.getSimpleName()) : name.value();
    }
}
