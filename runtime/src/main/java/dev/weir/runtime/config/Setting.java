package dev.weir.runtime.config;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.runtime.plugin.Kind;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * One component of a settings record, as the binder, the schema and {@code explain} see it.
 *
 * @param key         its key in YAML
 * @param type        its declared type
 * @param defaultText the YAML text of its default, where it has one
 * @param doc         what it is; may be empty
 * @param isOptional  whether it is an Optional, which may be left out
 * @param isInline    whether its {@code use} and {@code with} stand beside the other keys
 * @param isSwept     whether it is a list of components whose settings may be lists of what to try
 * @param component   the record component itself
 */
public record Setting(
        String key,
        Type type,
        Optional<String> defaultText,
        String doc,
        boolean isOptional,
        boolean isInline,
        boolean isSwept,
        RecordComponent component) {

    /** The key of the digest that may stand beside a file. */
    static final String DIGEST = "sha256";

    /** The settings of a record, in order. */
    public static List<Setting> of(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents()).map(Setting::of).toList();
    }

    private static Setting of(RecordComponent component) {
        Class<?> raw = component.getType();
        Doc doc = component.getAnnotation(Doc.class);
        return new Setting(
                Spelling.kebab(component.getName()),
                component.getGenericType(),
                Optional.ofNullable(component.getAnnotation(Default.class)).map(Default::value),
                doc == null ? "" : doc.value(),
                raw == Optional.class
                        || raw == OptionalDouble.class
                        || raw == OptionalInt.class
                        || raw == OptionalLong.class,
                component.isAnnotationPresent(Inline.class),
                component.isAnnotationPresent(Swept.class),
                component);
    }

    /** The kind of the component that stands among the other keys; empty when this is no such setting. */
    public Optional<Kind> inlineKind() {
        if (!isInline) {
            return Optional.empty();
        }
        Type named =
                component.getType() == Optional.class ? ((ParameterizedType) type).getActualTypeArguments()[0] : type;
        return Kind.of((Class<?>) named);
    }

    /** The one file among settings: where there is exactly one, its digest may stand beside it. */
    public static Optional<Setting> file(List<Setting> settings) {
        List<Setting> files = settings.stream().filter(Setting::isFile).toList();
        boolean isFree = settings.stream().noneMatch(setting -> setting.key().equals(DIGEST));
        return files.size() == 1 && isFree ? Optional.of(files.get(0)) : Optional.empty();
    }

    private boolean isFile() {
        return type == Path.class
                || (type instanceof ParameterizedType optional
                        && optional.getRawType() == Optional.class
                        && optional.getActualTypeArguments()[0] == Path.class);
    }

    /** Whether a file must give it. */
    public boolean isRequired() {
        return defaultText.isEmpty() && !isOptional;
    }

    /** The keys of a record of settings. */
    public static List<String> keys(List<Setting> settings) {
        return settings.stream()
                .flatMap(setting -> setting.isInline() ? Stream.of("use", "with") : Stream.of(setting.key()))
                .sorted()
                .toList();
    }
}
