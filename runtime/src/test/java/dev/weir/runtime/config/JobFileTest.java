package dev.weir.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.runtime.plugin.PluginCatalog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JobFileTest {
    private static final PluginCatalog NOTHING = PluginCatalog.of(List.of());

    @JobFile
    record Settings(long seed) {}

    record Other(long seed) {}

    @Test
    void theSchemaOfAJobHasSeedsAndVariants() {
        JsonNode schema = new SettingsSchema(NOTHING).of(Settings.class);

        assertThat(schema.at("/properties").propertyNames()).containsExactly("seed", "plugins", "seeds", "variants");
        assertThat(schema.at("/properties/seeds/items/type").asString()).isEqualTo("integer");
        assertThat(schema.at("/properties/variants/additionalProperties").toString())
                .isEqualTo("{\"type\":\"object\"}");
        assertThat(schema.at("/not/required").toString()).isEqualTo("[\"seed\",\"seeds\"]");
    }

    @Test
    void theSchemaOfAnotherRecordHasNot() {
        assertThat(new SettingsSchema(NOTHING).of(Other.class).at("/properties").propertyNames())
                .containsExactly("seed");
    }

    @Test
    void aMisspelledKeyIsToldOfBoth() {
        YamlFile file = YamlFile.parse("job.yaml", Path.of("."), "{ seed: 1, variant: {} }");

        assertThatThrownBy(() -> new Binder(NOTHING).bind(file, Settings.class))
                .hasMessageContaining("Did you mean 'variants'? Allowed here: plugins, seed, seeds, variants.");
    }
}
