package dev.weir.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.plugin.PluginInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SettingsSchemaTest {

    private static final PluginCatalog CATALOG = catalog(Plain.class, Scaled.class);

    enum Match {
        NEAREST,
        AT_MOST
    }

    record Scalars(
            @Doc("how often") int maxRounds,
            @Default("0.5") double width,
            @Default("-.inf") double low,
            boolean strict,
            String label,
            Path file,
            @Default("at-most") Match match,
            OptionalDouble accept,
            Optional<List<Integer>> shape,
            Map<String, Double> weights) {}

    @Test
    void keysAreInKebabCaseAndInTheOrderOfDeclarationThenTheDigestOfTheOneFile() {
        assertThat(schema(Scalars.class).get("properties").propertyNames())
                .containsExactly(
                        "max-rounds",
                        "width",
                        "low",
                        "strict",
                        "label",
                        "file",
                        "match",
                        "accept",
                        "shape",
                        "weights",
                        "sha256");
    }

    @Test
    void otherKeysAreRefused() {
        assertThat(schema(Scalars.class).get("additionalProperties")).isEqualTo(json("false"));
    }

    @Test
    void whatHasNoDefaultAndIsNotOptionalIsRequired() {
        assertThat(schema(Scalars.class).get("required"))
                .isEqualTo(json("['max-rounds', 'strict', 'label', 'file', 'weights']"));
    }

    @Test
    void docsAndDefaultsAreShown() {
        JsonNode properties = schema(Scalars.class).get("properties");

        assertThat(properties.get("max-rounds")).isEqualTo(json("{type: 'integer', description: 'how often'}"));
        assertThat(properties.get("width")).isEqualTo(json("{type: 'number', default: 0.5}"));
    }

    @Test
    void anInfiniteDefaultIsShownAsItIsWritten() {
        assertThat(schema(Scalars.class).at("/properties/low/default")).isEqualTo(json("'-.inf'"));
    }

    @Test
    void textsAndPathsNeedNoQuotes() {
        JsonNode properties = schema(Scalars.class).get("properties");

        assertThat(properties.get("label")).isEqualTo(json("{type: ['string', 'number', 'boolean']}"));
        assertThat(properties.get("file")).isEqualTo(properties.get("label"));
        assertThat(properties.get("strict")).isEqualTo(json("{type: 'boolean'}"));
    }

    @Test
    void enumsAreInKebabCase() {
        assertThat(schema(Scalars.class).at("/properties/match"))
                .isEqualTo(json("{enum: ['nearest', 'at-most'], default: 'at-most'}"));
    }

    @Test
    void optionalsListsAndMapsAreTheirElements() {
        JsonNode properties = schema(Scalars.class).get("properties");

        assertThat(properties.get("accept")).isEqualTo(json("{type: 'number'}"));
        assertThat(properties.get("shape")).isEqualTo(json("{type: 'array', items: {type: 'integer'}}"));
        assertThat(properties.get("weights"))
                .isEqualTo(json("{type: 'object', additionalProperties: {type: 'number'}}"));
    }

    @Name("plain")
    record Plain() implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return new double[outputs.rows()];
        }
    }

    @Name("scaled")
    @Doc("another score, scaled")
    record Scaled(ConfidenceScore inner, double factor) implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return inner.scores(outputs);
        }
    }

    record Holder(
            int rounds, @Default("plain") @Doc("orders") ConfidenceScore score, Optional<ConfidenceScore> other) {}

    @Test
    void aComponentIsNamedInUseAndItsSettingsStandInWith() {
        JsonNode score = schema(Holder.class).at("/$defs/ConfidenceScore/then/then");

        assertThat(score.at("/properties/use/enum")).isEqualTo(json("['plain', 'scaled']"));
        assertThat(score.get("required")).isEqualTo(json("['use']"));
        assertThat(score.get("additionalProperties")).isEqualTo(json("false"));
        assertThat(score.at("/allOf/0"))
                .isEqualTo(json("{if: {properties: {use: {const: 'plain'}}, required: ['use']},"
                        + " then: {properties: {with: {$ref: '#/$defs/Plain'}}}}"));
    }

    @Test
    void aComponentThatNeedsSettingsIsNotWrittenAsANameAlone() {
        JsonNode score = schema(Holder.class).at("/$defs/ConfidenceScore");

        assertThat(score.at("/else/enum")).isEqualTo(json("['plain']"));
        assertThat(score.at("/then/then/allOf/1/then/required")).isEqualTo(json("['with']"));
    }

    @Test
    void theSettingsOfAComponentAreThoseOfItsRecord() {
        assertThat(schema(Holder.class).at("/$defs/Scaled"))
                .isEqualTo(json("{type: 'object', description: 'another score, scaled', additionalProperties: false,"
                        + " properties: {inner: {$ref: '#/$defs/ConfidenceScore'}, factor: {type: 'number'}},"
                        + " required: ['inner', 'factor']}"));
    }

    @Test
    void aSettingThatIsAComponentKeepsItsOwnDocAndDefault() {
        JsonNode properties = schema(Holder.class).get("properties");

        assertThat(properties.get("score"))
                .isEqualTo(json("{$ref: '#/$defs/ConfidenceScore', description: 'orders', default: 'plain'}"));
        assertThat(properties.get("other")).isEqualTo(json("{$ref: '#/$defs/ConfidenceScore'}"));
    }

    @Test
    void aKindWithOneComponentHasItsSettingsToo() {
        JsonNode score = schema(Holder.class, catalog(Plain.class)).at("/$defs/ConfidenceScore");

        assertThat(score.at("/then/then/allOf/0/then/properties/with/$ref")).isEqualTo(json("'#/$defs/Plain'"));
    }

    @Test
    void aKindOfWhichNothingIsLoadedHasNoName() {
        JsonNode score = schema(Holder.class, PluginCatalog.of(List.of())).at("/$defs/ConfidenceScore");

        assertThat(score.at("/then/then/properties/use/not")).isEqualTo(json("{}"));
        assertThat(score.at("/else/not")).isEqualTo(json("{}"));
    }

    @Test
    void aComponentMayBeWrittenAsItsNameOverItsSettings() {
        JsonNode byName = schema(Holder.class).at("/$defs/ConfidenceScore/then/else");

        assertThat(byName)
                .isEqualTo(json("{properties: {plain: {$ref: '#/$defs/Plain'}, scaled: {$ref: '#/$defs/Scaled'}},"
                        + " minProperties: 1, maxProperties: 1, additionalProperties: false}"));
    }

    record Among(@Inline ConfidenceScore score, Optional<String> title) {}

    record AmongMore(@Inline ConfidenceScore score, String title) {}

    record Inlines(Among among, AmongMore more) {}

    @Test
    void anInlineComponentStandsAmongTheKeysOfItsRecord() {
        JsonNode among = schema(Inlines.class).at("/$defs/AmongMore");

        assertThat(among.get("properties").propertyNames()).containsExactlyInAnyOrder("use", "with", "title");
        assertThat(among.get("required")).isEqualTo(json("['title', 'use']"));
        assertThat(among.at("/allOf/1/then/properties/with/$ref")).isEqualTo(json("'#/$defs/Scaled'"));
    }

    @Test
    void aNameStandsForARecordWithAnInlineComponentUnlessOtherSettingsAreRequired() {
        assertThat(schema(Inlines.class).at("/$defs/Among/else/enum")).isEqualTo(json("['plain']"));
        assertThat(schema(Inlines.class).at("/$defs/AmongMore/type")).isEqualTo(json("'object'"));
    }

    sealed interface Step {
        record Flatten() implements Step {}

        record MaxPool(int side) implements Step {}

        @Name("in-turn")
        record Sequence(List<Step> steps) implements Step {}
    }

    record Steps(int rounds, Step step) {}

    @Test
    void aSealedInterfaceIsExactlyOneKey() {
        JsonNode step = schema(Steps.class).at("/$defs/Step");

        assertThat(step.get("properties"))
                .isEqualTo(json("{flatten: {$ref: '#/$defs/Flatten'}, 'max-pool': {$ref: '#/$defs/MaxPool'},"
                        + " 'in-turn': {$ref: '#/$defs/Sequence'}}"));
        assertThat(step.get("minProperties")).isEqualTo(json("1"));
        assertThat(step.get("maxProperties")).isEqualTo(json("1"));
        assertThat(step.get("additionalProperties")).isEqualTo(json("false"));
    }

    @Test
    void theKeyAloneStandsForARecordThatNeedsNoSettings() {
        assertThat(schema(Steps.class).at("/$defs/Step/else")).isEqualTo(json("{enum: ['flatten']}"));
    }

    @Test
    void whatIsNoMappingGoesToTheFirstSettingOfARecordWhenTheOthersMayBeLeftOut() {
        JsonNode pool = schema(Steps.class).at("/$defs/MaxPool");

        assertThat(pool)
                .isEqualTo(json("{properties: {side: {type: 'integer'}}, required: ['side'],"
                        + " additionalProperties: false, if: {type: 'object'}, else: {type: 'integer'}}"));
    }

    @Test
    void aRecordMayHoldOthersOfItsOwnKind() {
        assertThat(schema(Steps.class).at("/$defs/Sequence/else"))
                .isEqualTo(json("{type: 'array', items: {$ref: '#/$defs/Step'}}"));
    }

    @JobFile
    record Cooking(String job, Match match) {}

    @JobFile
    record Baking(String job, int minutes, Match match) {}

    @Test
    void theKeyJobChoosesAmongTheFormsOfSeveralJobs() {
        JsonNode schema =
                new SettingsSchema(CATALOG).ofJobs(new TreeMap<>(Map.of("cook", Cooking.class, "bake", Baking.class)));

        assertThat(schema.at("/properties/job/enum")).isEqualTo(json("['bake', 'cook']"));
        assertThat(schema.get("required")).isEqualTo(json("['job']"));
        assertThat(schema.get("allOf"))
                .isEqualTo(json("[{if: {properties: {job: {const: 'bake'}}}, then: {$ref: '#/$defs/Baking'}},"
                        + " {if: {properties: {job: {const: 'cook'}}}, then: {$ref: '#/$defs/Cooking'}}]"));
        assertThat(schema.at("/$defs/Baking/required")).isEqualTo(json("['job', 'minutes', 'match']"));
        assertThat(schema.at("/$defs/Cooking/properties").propertyNames())
                .containsExactly("job", "match", "plugins", "seeds", "variants");
    }

    private static JsonNode schema(Class<? extends Record> settings) {
        return schema(settings, CATALOG);
    }

    private static JsonNode schema(Class<? extends Record> settings, PluginCatalog catalog) {
        return new SettingsSchema(catalog).of(settings);
    }

    private static PluginCatalog catalog(Class<?>... components) {
        PluginInfo plugin = new PluginInfo("p", "1.0.0", Path.of("p.jar"));
        return PluginCatalog.of(List.of(new PluginCatalog.Offer(plugin, List.of(components))));
    }

    /** JSON with unquoted keys and single quotes. */
    private static JsonNode json(String text) {
        return JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
                .build()
                .readTree(text);
    }
}
