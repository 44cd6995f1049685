package dev.weir.runtime.config;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomPropertyDefinition;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.TypeScope;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginCatalog;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How each type may be written, as {@link Binding} reads it.
 *
 * <p>The keywords for mappings let everything else pass, so a form that is not a mapping, such as a bare
 * name, is an {@code else} beside them: what is wrong is then told of the form that was meant.
 */
final class SchemaForms {
    private final PluginCatalog catalog;

    SchemaForms(PluginCatalog catalog) {
        this.catalog = catalog;
    }

    /** The schema of a type; null for a record, whose fields the generator walks itself. */
    @Nullable
    CustomDefinition definition(ResolvedType type, SchemaGenerationContext context) {
        Class<?> raw = type.getErasedType();
        Optional<Kind> kind = Kind.of(raw);
        if (kind.isPresent()) {
            return named(component(kind.get(), of -> reference(of, context)));
        }
        if (Variants.areOf(raw)) {
            return named(variant(raw, context));
        }
        if (raw == Optional.class) {
            ObjectNode schema = object();
            // not the reference itself: the generator copies what stands in place, and fills references in later
            schema.putArray("allOf").add(argument(type, 0, context));
            return inPlace(schema);
        }
        if (raw == OptionalInt.class || raw == OptionalLong.class) {
            return inPlace(scalar(long.class));
        }
        if (raw == OptionalDouble.class) {
            return inPlace(scalar(double.class));
        }
        if (raw == List.class) {
            return inPlace(ofType("array").set("items", argument(type, 0, context)));
        }
        if (raw == Map.class) {
            return inPlace(ofType("object").set("additionalProperties", argument(type, 1, context)));
        }
        return Scalars.isScalar(raw) ? inPlace(scalar(raw)) : null;
    }

    /** Adds to the schema of a record what its fields do not tell: a component among its keys, a short form. */
    void completeRecord(ObjectNode schema, TypeScope scope, SchemaGenerationContext context) {
        Class<?> raw = scope.getType().getErasedType();
        if (!raw.isRecord()) {
            return;
        }
        List<Setting> settings = Setting.of(raw.asSubclass(Record.class));
        Setting.file(settings)
                .ifPresent(file -> schema.withObjectProperty("properties")
                        .set(Setting.DIGEST, scalar(String.class).put("description", FileDigest.words(file))));
        Optional<Setting> inline = settings.stream().filter(Setting::isInline).findFirst();
        if (inline.isPresent()) {
            Kind kind = inline.get().inlineKind().orElseThrow();
            addComponent(schema, kind, inline.get().isRequired(), type -> reference(type, context));
            boolean isEnough = settings.stream().noneMatch(setting -> setting.isRequired() && !setting.isInline());
            orName(schema, isEnough ? namesAlone(kind) : List.of());
        } else if (!settings.isEmpty() && settings.stream().skip(1).noneMatch(Setting::isRequired)) {
            ResolvedType first =
                    context.getTypeContext().resolve(settings.get(0).type());
            orElse(schema, context.createDefinitionReference(first));
        }
    }

    /** The schema of a list of components whose settings may be lists of what to try. */
    CustomPropertyDefinition swept(Setting setting, SchemaGenerationContext context) {
        Type element = ((ParameterizedType) setting.type()).getActualTypeArguments()[0];
        Kind kind = Kind.of((Class<?>) element).orElseThrow();
        ObjectNode schema = ofType("array");
        schema.set("items", component(kind, type -> swept(type, context)));
        return new CustomPropertyDefinition(schema);
    }

    private static ObjectNode swept(Class<? extends Record> type, SchemaGenerationContext context) {
        ObjectNode schema = ofType("object");
        ObjectNode properties = schema.putObject("properties");
        for (Setting setting : Setting.of(type)) {
            ResolvedType one = context.getTypeContext().resolve(setting.type());
            ObjectNode property = properties.putObject(setting.key());
            ArrayNode forms = property.putArray("anyOf");
            forms.add(context.createDefinitionReference(one));
            if (!Sweep.isList(setting)) {
                forms.add(ofType("array").put("minItems", 1).set("items", context.createDefinitionReference(one)));
            }
            if (setting.isRequired()) {
                schema.withArrayProperty("required").add(setting.key());
            }
        }
        return schema.put("additionalProperties", false);
    }

    private ObjectNode component(Kind kind, Function<Class<? extends Record>, ObjectNode> settings) {
        ObjectNode schema = object();
        schema.put("description", kind.one() + ": its name, { use: name, with: { ... } }, or { name: settings }");
        ObjectNode whole = object();
        addComponent(whole, kind, true, settings);
        whole.put("additionalProperties", false);
        ObjectNode forms = schema.putObject("then");
        ObjectNode isWhole = forms.putObject("if");
        isWhole.putArray("anyOf").add(requiring("use")).add(requiring("with"));
        forms.set("then", whole);
        forms.set("else", byName(kind, settings));
        schema.set("if", ofType("object"));
        schema.set("else", oneOf(namesAlone(kind)));
        return schema;
    }

    private static ObjectNode requiring(String key) {
        ObjectNode schema = object();
        schema.putArray("required").add(key);
        return schema;
    }

    /** A component as one key, its name, over its settings. */
    private ObjectNode byName(Kind kind, Function<Class<? extends Record>, ObjectNode> settings) {
        ObjectNode schema = object();
        ObjectNode properties = schema.putObject("properties");
        catalog.components(kind).forEach(of -> properties.set(of.name(), settings.apply(of.type())));
        return schema.put("minProperties", 1).put("maxProperties", 1).put("additionalProperties", false);
    }

    /** Adds {@code use} and {@code with}, whose settings depend on the name. */
    private void addComponent(
            ObjectNode schema, Kind kind, boolean isRequired, Function<Class<? extends Record>, ObjectNode> settings) {
        List<Component> components = catalog.components(kind);
        ObjectNode properties = schema.withObjectProperty("properties");
        List<String> names = components.stream().map(Component::name).toList();
        properties.set("use", oneOf(names).put("description", "the name of " + kind.one()));
        properties.set("with", object().put("description", "its settings"));
        if (isRequired) {
            schema.withArrayProperty("required").add("use");
        }
        for (Component component : components) {
            ObjectNode choice = schema.withArrayProperty("allOf").addObject();
            ObjectNode named = choice.putObject("if");
            named.putObject("properties").putObject("use").put("const", component.name());
            named.putArray("required").add("use"); // else a missing name would be every name at once
            ObjectNode then = choice.putObject("then");
            then.putObject("properties").set("with", settings.apply(component.type()));
            if (isDemanding(component.type())) {
                then.putArray("required").add("with");
            }
        }
    }

    private ObjectNode variant(Class<?> type, SchemaGenerationContext context) {
        Map<String, Class<? extends Record>> variants = Variants.of(type);
        ObjectNode schema = object();
        schema.put("description", "one of " + String.join(", ", variants.keySet()));
        ObjectNode properties = schema.putObject("properties");
        variants.forEach((key, record) -> properties.set(key, reference(record, context)));
        schema.put("minProperties", 1).put("maxProperties", 1).put("additionalProperties", false);
        orName(
                schema,
                variants.entrySet().stream()
                        .filter(variant -> !isDemanding(variant.getValue()))
                        .map(Map.Entry::getKey)
                        .toList());
        return schema;
    }

    private static ObjectNode scalar(Class<?> type) {
        if (type.isEnum()) {
            return oneOf(Scalars.constants(type));
        }
        if (type == boolean.class || type == Boolean.class) {
            return ofType("boolean");
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return ofType("integer");
        }
        if (type == double.class || type == Double.class || type == float.class || type == Float.class) {
            return ofType("number");
        }
        ObjectNode text = object();
        text.putArray("type").add("string").add("number").add("boolean"); // a text needs no quotes: label: 1
        return text;
    }

    /** The components that their name alone describes. */
    private List<String> namesAlone(Kind kind) {
        return catalog.components(kind).stream()
                .filter(component -> !isDemanding(component.type()))
                .map(Component::name)
                .toList();
    }

    private static boolean isDemanding(Class<? extends Record> type) {
        return Setting.of(type).stream().anyMatch(Setting::isRequired);
    }

    /** Lets a name stand for the whole mapping. */
    private static void orName(ObjectNode schema, List<String> names) {
        if (names.isEmpty()) {
            schema.put("type", "object");
        } else {
            orElse(schema, oneOf(names));
        }
    }

    private static void orElse(ObjectNode schema, ObjectNode other) {
        schema.remove("type");
        schema.set("if", ofType("object"));
        schema.set("else", other);
    }

    private static ObjectNode oneOf(List<String> words) {
        ObjectNode schema = object();
        if (words.isEmpty()) {
            schema.putObject("not"); // some readers refuse an empty enum
        } else {
            ArrayNode values = schema.putArray("enum");
            words.forEach(values::add);
        }
        return schema;
    }

    private static ObjectNode ofType(String type) {
        return object().put("type", type);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode argument(ResolvedType type, int index, SchemaGenerationContext context) {
        return context.createDefinitionReference(type.getTypeParameters().get(index));
    }

    private static ObjectNode reference(Class<?> type, SchemaGenerationContext context) {
        return context.createDefinitionReference(context.getTypeContext().resolve(type));
    }

    private static CustomDefinition named(ObjectNode schema) {
        return new CustomDefinition(
                schema, CustomDefinition.DefinitionType.STANDARD, CustomDefinition.EXCLUDING_ATTRIBUTES);
    }

    private static CustomDefinition inPlace(ObjectNode schema) {
        return new CustomDefinition(schema, CustomDefinition.INLINE_DEFINITION, CustomDefinition.EXCLUDING_ATTRIBUTES);
    }
}
