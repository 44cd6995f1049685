package dev.weir.runtime.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A component as a line names it: its name, and the settings that are not their defaults. */
public final class SettingText {
    private SettingText() {}

    public static String of(Object component) {
        if (!(SettingsTree.of(component) instanceof Map<?, ?> tree)
                || !(tree.get("with") instanceof Map<?, ?> settings)) {
            return String.valueOf(SettingsTree.of(component)); // a name alone has no settings
        }
        List<String> given = new ArrayList<>();
        for (Setting setting : Setting.of(component.getClass().asSubclass(Record.class))) {
            Object value = settings.get(setting.key());
            if (value != null && !text(value).equals(setting.defaultText().orElse(""))) {
                given.add(value.equals(true) ? setting.key() : setting.key() + " " + text(value));
            }
        }
        return tree.get("use") + (given.isEmpty() ? "" : " (" + String.join(", ", given) + ")");
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
