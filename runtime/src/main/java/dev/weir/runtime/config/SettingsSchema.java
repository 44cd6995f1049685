package dev.weir.runtime.config;

import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.TypeScope;
import com.github.victools.jsonschema.generator.impl.PropertySortUtils;
import dev.weir.api.Doc;
import dev.weir.runtime.plugin.PluginCatalog;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
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

    /**
     * The schema of the files of several jobs, of which the key {@code job} names one.
     *
     * @param settings the record that a file of each job becomes, by the job's name; at least one
     */
    public ObjectNode ofJobs(Map<String, Class<? extends Record>> settings) {
        SchemaBuilder builder = generator().buildMultipleSchemaDefinitions();
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", SchemaVersion.DRAFT_2020_12.getIdentifier()).put("type", "object");
        ArrayNode names = schema.withObjectProperty("properties")
                .withObjectProperty("job")
                .putArray("enum");
        schema.putArray("required").add("job");
        ArrayNode choices = schema.putArray("allOf");
        settings.forEach((name, type) -> {
            names.add(name);
            ObjectNode choice = choices.addObject();
            choice.putObject("if").putObject("properties").putObject("job").put("const", name);
            choice.set("then", builder.createSchemaReference(type));
        });
        ObjectNode definitions = builder.collectDefinitions("$defs");
        int at = 0;
        for (Class<? extends Record> type : settings.values()) {
            String reference =
                    choices.get(at++).at("/then/$ref").asString(); // to a definition: #/$defs/CascadeSettings
            addKeysOfEveryJob(
                    definitions.withObjectProperty(reference.substring(reference.lastIndexOf('/') + 1)), type);
        }
        schema.set("$defs", definitions);
        return schema;
    }

    /** The schema of the files that are bound to this record, every loaded component included. */
    public ObjectNode of(Class<? extends Record> jobSettings) {
        ObjectNode schema = generator().generateSchema(jobSettings);
        if (jobSettings.isAnnotationPresent(JobFile.class)) {
            addKeysOfEveryJob(schema, jobSettings);
        }
        return schema;
    }

    private SchemaGenerator generator() {
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
        SchemaForms forms = new SchemaForms(catalog);
        config.forFields()
                .withCustomDefinitionProvider(
                        (field, context) -> setting(field).isSwept() ? forms.swept(setting(field), context) : null)
                .withIgnoreCheck(field -> setting(field).isInline())
                .withPropertyNameOverrideResolver(field -> setting(field).key())
                .withRequiredCheck(field -> setting(field).isRequired())
                .withDescriptionResolver(field -> textOrNull(setting(field).doc()))
                .withInstanceAttributeOverride((schema, field, context) -> setting(field)
                        .defaultText()
                        .ifPresent(text -> schema.set("default", YamlJson.ofDefault(text))));
        config.forTypesInGeneral()
                .withPropertySorter(PropertySortUtils.SORT_PROPERTIES_FIELDS_BEFORE_METHODS) // as declared
                .withDescriptionResolver(SettingsSchema::description)
                .withCustomDefinitionProvider(forms::definition)
                .withTypeAttributeOverride(forms::completeRecord);
        return new SchemaGenerator(config.build());
    }

    /** What {@link NamedPlugins} reads and {@link Repeats} takes out of a file. An overlay may hold any part of the file, so its keys are free. */
    private static void addKeysOfEveryJob(ObjectNode schema, Class<? extends Record> jobSettings) {
        ObjectNode properties = schema.withObjectProperty("properties");
        ObjectNode plugins = properties.putObject(NamedPlugins.KEY);
        plugins.put("type", "array");
        plugins.put("description", "more plugins: jars, by Maven coordinate or by path");
        plugins.putObject("items").put("type", "string");
        if (Repeats.areSeeded(jobSettings)) {
            ObjectNode seeds = properties.putObject(Repeats.SEEDS);
            seeds.put("type", "array").put("minItems", 1).put("uniqueItems", true);
            seeds.put("description", "a run for each of them, instead of seed");
            seeds.putObject("items").put("type", "integer");
            schema.putObject("not").putArray("required").add("seed").add(Repeats.SEEDS);
        }
        ObjectNode variants = properties.putObject(Repeats.VARIANTS);
        variants.put("type", "object").put("minProperties", 1);
        variants.put("description", "by name, what differs from the file in a run: mappings merge key by key");
        variants.putObject("propertyNames").put("pattern", "^" + Repeats.NAME + "$");
        variants.putObject("additionalProperties").put("type", "object");
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
