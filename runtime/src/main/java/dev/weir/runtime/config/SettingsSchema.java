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
        return new SchemaGenerator(config.build()).generateSchema(jobSettings);
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
