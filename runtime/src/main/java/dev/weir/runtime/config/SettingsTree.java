package dev.weir.runtime.config;

import dev.weir.api.Name;
import dev.weir.runtime.plugin.CheckedScore;
import dev.weir.runtime.plugin.Kind;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A settings record as plain values, the way it would stand in YAML with every default filled in: maps,
 * lists, texts, numbers. Read back by the binder, it gives an equal record.
 */
public final class SettingsTree {
    private SettingsTree() {}

    /** A component: its name, or {@code use} and {@code with} where it has settings. */
    public static Object of(Object value) {
        return of(value, path -> String.valueOf(path.getFileName()));
    }

    /** The same, with files named in another way. */
    public static Object of(Object value, Function<Path, String> names) {
        if (value instanceof CheckedScore checked) {
            return of(checked.score(), names);
        }
        if (value instanceof Record entry) {
            return of(entry, names);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(inner -> of(inner, names)).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> tree = new LinkedHashMap<>();
            map.forEach((key, inner) -> tree.put(String.valueOf(key), of(inner, names)));
            return tree;
        }
        if (value instanceof Path path) {
            return names.apply(path);
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return value instanceof Double number && !Double.isFinite(number) ? (number > 0 ? ".inf" : "-.inf") : value;
    }

    /** A component by its name alone where every setting is its default, else with its settings. */
    public static Object shortOf(Object component) {
        Object tree = of(component);
        Record entry = (Record) (component instanceof CheckedScore checked ? checked.score() : component);
        boolean plain = tree instanceof Map<?, ?> map
                && map.containsKey("use")
                && Setting.of(entry.getClass()).stream().allMatch(setting -> isDefault(setting, entry));
        return plain ? String.valueOf(((Map<?, ?>) tree).get("use")) : tree;
    }

    /** The files and folders that a component and the components in it name, in the order of its settings. */
    public static List<Path> files(Object value) {
        if (value instanceof Path path) {
            return List.of(path);
        }
        Stream<?> inner = Stream.empty();
        if (value instanceof CheckedScore checked) {
            inner = Stream.of(checked.score());
        } else if (value instanceof Record entry) {
            inner = Setting.of(entry.getClass()).stream().map(setting -> Records.read(entry, setting.component()));
        } else if (value instanceof Collection<?> values) {
            inner = values.stream();
        } else if (value instanceof Map<?, ?> map) {
            inner = map.values().stream();
        } else if (value instanceof Optional<?> optional) {
            inner = optional.stream();
        }
        return inner.flatMap(each -> files(each).stream()).toList();
    }

    private static boolean isDefault(Setting setting, Record entry) {
        Object value = present(Records.read(entry, setting.component()));
        String text = setting.defaultText().orElse("");
        if (value instanceof Number number && !text.isEmpty()) {
            return Double.compare(number.doubleValue(), Double.parseDouble(text)) == 0;
        }
        return value == null ? setting.isOptional() : String.valueOf(of(value)).equals(text);
    }

    private static Object of(Record entry, Function<Path, String> names) {
        Map<String, Object> settings = settings(entry, names);
        Name name = entry.getClass().getAnnotation(Name.class);
        boolean component = name != null
                && Stream.of(Kind.values()).anyMatch(kind -> kind.type().isInstance(entry));
        if (component) {
            return settings.isEmpty() ? name.value() : ordered("use", name.value(), "with", settings);
        }
        for (Class<?> implemented : entry.getClass().getInterfaces()) {
            if (Variants.areOf(implemented)) {
                return Map.of(Variants.key(entry.getClass()), settings);
            }
        }
        return settings;
    }

    private static Map<String, Object> settings(Record entry, Function<Path, String> names) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (Setting setting : Setting.of(entry.getClass())) {
            Object value = present(Records.read(entry, setting.component()));
            if (value == null) {
                continue;
            }
            if (setting.isInline() && of(value, names) instanceof Map<?, ?> inline) {
                inline.forEach((key, inner) -> tree.put(String.valueOf(key), inner));
            } else {
                tree.put(setting.isInline() ? "use" : setting.key(), of(value, names));
            }
        }
        return tree;
    }

    private static @Nullable Object present(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        if (value instanceof OptionalDouble number) {
            return number.isPresent() ? number.getAsDouble() : null;
        }
        if (value instanceof OptionalInt number) {
            return number.isPresent() ? number.getAsInt() : null;
        }
        if (value instanceof OptionalLong number) {
            return number.isPresent() ? number.getAsLong() : null;
        }
        return value;
    }

    private static Map<String, Object> ordered(String firstKey, Object first, String secondKey, Object second) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(firstKey, first);
        map.put(secondKey, second);
        return map;
    }
}
