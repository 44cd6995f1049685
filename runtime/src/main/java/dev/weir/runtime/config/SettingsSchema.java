package dev.weir.runtime.config;

import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.TypeScope;
import com.github.victools.jsonschema.generator.impl.PropertySortUtils;
import dev.weir.api.Doc;
import dev.weir.runtime.plugin.PluginCatalog;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema (draft 2020-12) of a job's file, made of the records that {@link Binder} binds.
 *
 * <p>It says what a file looks like: its keys, their types, the components by name. What a record's
 * constructor refuses, such as a share above 1, only the binder sees.
 */
public final class SettingsSchema {
    private final PluginCatalog catalog;

    public SettingsSchema(PluginCatalog catalog) {
        this.catalog = catalog;
    }

    /** The schema of the files that are bound to this record, every loaded component included. */
    public ObjectNode of(Class<? extends Record> jobSettings) {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                SchemaVersion.DRAFT_2020_12,
                new OptionPreset(
                        Option.SCHEMA_VERSION_INDICATOR,
                        Option.NONPUBLIC_NONSTATIC_FIELDS_WITH_GETTERS,
                        Option.NONPUBLIC_NONSTATIC_FIELDS_WITHOUT_GETTERS,
                        Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                        Option.DEFINITIONS_FOR_ALL_OBJECTS,
                        Option.PLAIN_DEFINITION_KEYS,
                        Option.ALLOF_CLEANUP_AT_THE_END));
        config.forFields()
                .withIgnoreCheck(field -> setting(field).isInline())
                .withPropertyNameOverrideResolver(field -> setting(field).key())
                .withRequiredCheck(field -> setting(field).isRequired())
                .withDescriptionResolver(field -> textOrNull(setting(field).doc()))
                .withInstanceAttributeOverride((schema, field, context) -> setting(field)
                        .defaultText()
                        .ifPresent(text -> schema.set("default", YamlJson.ofDefault(text))));
        SchemaForms forms = new SchemaForms(catalog);
        config.forTypesInGeneral()
                .withPropertySorter(PropertySortUtils.SORT_PROPERTIES_FIELDS_BEFORE_METHODS) // as declared
                .withDescriptionResolver(SettingsSchema::description)
                .withCustomDefinitionProvider(forms::definition)
                .withTypeAttributeOverride(forms::completeRecord);
        ObjectNode schema = new SchemaGenerator(config.build()).generateSchema(jobSettings);
        if (jobSettings.isAnnotationPresent(JobFile.class)) {
            addRepeats(schema);
        }
        return schema;
    }

    /** What {@link Repeats} takes out of a file. An overlay may hold any part of the file, so its keys are free. */
    private static void addRepeats(ObjectNode schema) {
        ObjectNode properties = schema.withObjectProperty("properties");
        ObjectNode seeds = properties.putObject(Repeats.SEEDS);
        seeds.put("type", "array").put("minItems", 1).put("uniqueItems", true);
        seeds.put("description", "a run for each of them, instead of seed");
        seeds.putObject("items").put("type", "integer");
        ObjectNode variants = properties.putObject(Repeats.VARIANTS);
        variants.put("type", "object").put("minProperties", 1);
        variants.put("description", "by name, what differs from the file in a run: mappings merge key by key");
        variants.putObject("propertyNames").put("pattern", "^" + Repeats.NAME + "$");
        variants.putObject("additionalProperties").put("type", "object");
        schema.putObject("not").putArray("required").add("seed").add(Repeats.SEEDS);
    }

    private static Setting setting(FieldScope field) {
        Class<?> owner = field.getDeclaringType().getErasedType();
        return Setting.of(owner.asSubclass(Record.class)).stream()
                .filter(setting -> setting.component().getName().equals(field.getDeclaredName()))
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable String description(TypeScope scope) {
        Doc doc = scope.getType().getErasedType().getAnnotation(Doc.class);
        return doc == null ? null : doc.value();
    }

    private static @Nullable String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
