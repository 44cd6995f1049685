package dev.weir.runtime.config;

import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Kind;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What no file could make right: settings of types that are not read from YAML, defaults that do not do. */
public final class SettingDefects {
    private final List<String> found = new ArrayList<>();
    private final Set<Class<?>> seen = new HashSet<>();

    private SettingDefects() {}

    /** The defects of a component's settings, each with its remedy; empty where there are none. */
    public static List<String> of(Component component) {
        SettingDefects defects = new SettingDefects();
        defects.record(component.type());
        Setting.of(component.type()).stream()
                .filter(setting -> setting.doc().isEmpty())
                .forEach(setting -> defects.found.add(
                        "the setting '" + setting.key() + "' has no @Doc\n  Say what it is, its unit and its range."));
        return defects.found;
    }

    private void record(Class<?> type) {
        if (!seen.add(type)) {
            return;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            String key = Spelling.kebab(component.getName());
            if (!isReadable(component.getGenericType())) {
                found.add(
                        "the setting '" + key + "' is a "
                                + component.getGenericType().getTypeName()
                                + ", which is not read from YAML\n  Settings are numbers, texts, truth values, paths, enums,"
                                + " records, components, sealed interfaces of records, and lists, maps and Optionals of these.");
            }
        }
        Setting.of(type.asSubclass(Record.class)).stream()
                .filter(setting -> isReadable(setting.type()))
                .forEach(this::requireDefaultThatDoes);
    }

    /** The form alone: which components a default may name is known where it is used. */
    private void requireDefaultThatDoes(Setting setting) {
        Optional<String> text = setting.defaultText();
        if (text.isEmpty()) {
            return;
        }
        try {
            Node node = YamlFile.compose(text.get());
            if (node instanceof ScalarNode scalar
                    && setting.type() instanceof Class<?> type
                    && Scalars.isScalar(type)
                    && type != Path.class) {
                new Scalars(Path.of(""), false, FileFinder.NONE).value(type, scalar);
            } else if (node == null
                    || (setting.type() instanceof Class<?> type && Scalars.isScalar(type) && type != Path.class)) {
                throw new IllegalArgumentException("must be " + SettingWords.of(setting));
            }
        } catch (IllegalArgumentException | YAMLException e) {
            found.add("the default '" + text.get() + "' of the setting '" + setting.key() + "' does not do: "
                    + String.valueOf(e.getMessage()).replace("\n", " ")
                    + "\n  A default is what would stand in the file.");
        }
    }

    private boolean isReadable(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            if (parameterized.getRawType() == Map.class) {
                return arguments[0] == String.class && isReadable(arguments[1]);
            }
            return (parameterized.getRawType() == Optional.class || parameterized.getRawType() == List.class)
                    && isReadable(arguments[0]);
        }
        if (!(type instanceof Class<?> raw)) {
            return false;
        }
        if (raw == OptionalDouble.class || raw == OptionalInt.class || raw == OptionalLong.class) {
            return true;
        }
        if (Kind.of(raw).isPresent() || Scalars.isScalar(raw)) {
            return true;
        }
        if (Variants.areOf(raw)) {
            boolean areRecords = true;
            for (Class<?> variant : raw.getPermittedSubclasses()) {
                areRecords &= variant.isRecord();
                if (variant.isRecord()) {
                    record(variant);
                }
            }
            return areRecords;
        }
        if (raw.isRecord()) {
            record(raw);
            return true;
        }
        return false;
    }
}
