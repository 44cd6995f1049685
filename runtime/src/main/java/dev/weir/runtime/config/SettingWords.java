package dev.weir.runtime.config;

import dev.weir.runtime.plugin.Kind;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A setting's type and default, for a person. */
public final class SettingWords {
    private SettingWords() {}

    /** For example {@code "a number, default 0.2"}. */
    public static String of(Setting setting) {
        return of(setting.type())
                + setting.defaultText()
                        .map(text -> ", default " + text)
                        .orElse(setting.isOptional() ? ", may be left out" : ", required");
    }

    private static String of(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type inner = parameterized.getActualTypeArguments()[parameterized.getActualTypeArguments().length - 1];
            if (parameterized.getRawType() == List.class) {
                return "a list, each " + of(inner);
            }
            return parameterized.getRawType() == Map.class ? "a mapping of names, each " + of(inner) : of(inner);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == OptionalDouble.class) {
            return "a number";
        }
        if (raw.getSimpleName().startsWith("Optional")) {
            return "a whole number";
        }
        Optional<Kind> kind = Kind.of(raw);
        if (kind.isPresent()) {
            return kind.get().one();
        }
        if (Variants.areOf(raw)) {
            return "one of " + String.join(", ", Variants.of(raw).keySet());
        }
        return raw.isRecord()
                ? "a mapping with " + String.join(", ", Setting.keys(Setting.of(raw.asSubclass(Record.class))))
                : Scalars.words(raw);
    }
}
