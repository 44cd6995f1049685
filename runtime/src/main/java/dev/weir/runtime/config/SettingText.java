package dev.weir.runtime.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A component as a line names it: its name, and the settings that are not their defaults. */
public final class SettingText {
    private SettingText() {}

    /** A component with all settings that are not its defaults: {@code dawin (mode sample)}. */
    public static String of(Object component) {
        return of(component, key -> true);
    }

    /**
     * Names for components that stand side by side: each by its name alone where that tells it apart, else with those
     * settings in which the components of its name differ. What still is equal has a number.
     */
    public static List<String> names(List<?> components) {
        List<String> names = new ArrayList<>();
        for (Object component : components) {
            List<?> alike = components.stream()
                    .filter(other -> other.getClass() == component.getClass())
                    .toList();
            String name = of(
                    component,
                    key -> alike.stream()
                                    .map(other ->
                                            Optional.ofNullable(settings(other).get(key)))
                                    .distinct()
                                    .count()
                            > 1);
            long before = names.stream()
                    .filter(known -> known.equals(name) || known.startsWith(name + "-"))
                    .count();
            names.add(before == 0 ? name : name + "-" + (before + 1));
        }
        return names;
    }

    private static Map<?, ?> settings(Object component) {
        return SettingsTree.of(component) instanceof Map<?, ?> tree && tree.get("with") instanceof Map<?, ?> settings
                ? settings
                : Map.of();
    }

    private static String of(Object component, Predicate<String> isTold) {
        if (!(SettingsTree.of(component) instanceof Map<?, ?> tree)
                || !(tree.get("with") instanceof Map<?, ?> settings)) {
            return SettingsTree.of(component) instanceof String name
                    ? name // alone it has no settings
                    : component.getClass().getSimpleName();
        }
        List<String> given = new ArrayList<>();
        for (Setting setting : Setting.of(component.getClass().asSubclass(Record.class))) {
            Object value = settings.get(setting.key());
            if (value != null
                    && isTold.test(setting.key())
                    && !text(value).equals(setting.defaultText().orElse(""))
                    && !isFilledIn((Record) component, setting)) {
                given.add(value.equals(true) ? setting.key() : setting.key() + " " + text(value));
            }
        }
        return tree.get("use") + (given.isEmpty() ? "" : " (" + String.join(", ", given) + ")");
    }

    /** Whether an optional setting, left out, comes to what it is: the component fills it in by what the others are. */
    private static boolean isFilledIn(Record component, Setting left) {
        if (!left.isOptional()) {
            return false;
        }
        Object[] values = Setting.of(component.getClass()).stream()
                .map(setting -> setting.key().equals(left.key())
                        ? Records.empty(setting.component().getType())
                        : Records.read(component, setting.component()))
                .toArray();
        try {
            return Records.construct(component.getClass(), values).equals(component);
        } catch (RuntimeException e) { // it may not be left out
            return false;
        }
    }

    private static String text(Object value) {
        if (value instanceof Map<?, ?> map && map.size() == 1) {
            Map.Entry<?, ?> only = map.entrySet().iterator().next();
            String inner = only.getValue() instanceof Map<?, ?> settings
                    ? settings.values().toString()
                    : "[]";
            return inner.equals("[]") ? String.valueOf(only.getKey()) : only.getKey() + " " + inner;
        }
        return String.valueOf(value);
    }
}
