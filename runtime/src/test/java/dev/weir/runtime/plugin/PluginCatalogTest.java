package dev.weir.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.api.Name;
import dev.weir.api.Outputs;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.Parts;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.runtime.plugin.PluginCatalog.Offer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginCatalogTest {
    private static final PluginInfo FIRST = new PluginInfo("first", "1.0.0", Path.of("first.jar"));
    private static final PluginInfo SECOND = new PluginInfo("second", "2.0.0", Path.of("second.jar"));

    @Name("margin")
    record Margin() implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return new double[outputs.rows()];
        }
    }

    @Name("entropy")
    record Entropy() implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return new double[outputs.rows()];
        }
    }

    @Name("margin")
    record MarginAgain() implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return new double[outputs.rows()];
        }
    }

    @Name("margin")
    record MarginData() implements DataSource {
        @Override
        public Parts read() {
            throw new UnsupportedOperationException();
        }
    }

    record Nameless() implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return new double[outputs.rows()];
        }
    }

    @Name("Max Softmax")
    record Misnamed() implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return new double[outputs.rows()];
        }
    }

    @Name("kindless")
    record Kindless() {}

    @Name("plain")
    static final class Plain implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return new double[outputs.rows()];
        }
    }

    @Test
    void listsComponentsByKindAndThenByName() {
        PluginCatalog catalog = PluginCatalog.of(List.of(
                new Offer(SECOND, List.of(MarginData.class, Margin.class)), new Offer(FIRST, List.of(Entropy.class))));

        assertThat(catalog.components())
                .extracting(Component::toString)
                .containsExactly("confidence score 'entropy'", "confidence score 'margin'", "data source 'margin'");
        assertThat(catalog.components(Kind.CONFIDENCE_SCORE))
                .extracting(Component::plugin)
                .containsExactly(FIRST, SECOND);
        assertThat(catalog.plugins()).containsExactly(SECOND, FIRST);
    }

    @Test
    void findsAComponentByKindAndName() {
        PluginCatalog catalog = PluginCatalog.of(List.of(new Offer(FIRST, List.of(MarginData.class, Margin.class))));

        assertThat(catalog.find(Kind.DATA_SOURCE, "margin").orElseThrow().type())
                .isEqualTo(MarginData.class);
        assertThat(catalog.find(Kind.CONFIDENCE_SCORE, Margin.class)
                        .orElseThrow()
                        .name())
                .isEqualTo("margin");
        assertThat(catalog.find(Kind.MODEL, "margin")).isEmpty();
    }

    @Test
    void oneNameOfTwoPluginsIsRefusedWithinAKind() {
        refused(
                "the plugins first 1.0.0 and second 2.0.0 both offer the confidence score 'margin'\n"
                        + "  Remove one of them: names are unique within a kind.",
                new Offer(FIRST, List.of(Margin.class)),
                new Offer(SECOND, List.of(MarginAgain.class)));
    }

    @Test
    void anExtensionThatIsNoRecordIsRefused() {
        refused(
                "plugin first 1.0.0: dev.weir.runtime.plugin.PluginCatalogTest$Plain is an extension but not a record\n"
                        + "  A component is a record: its components are its settings.",
                new Offer(FIRST, List.of(Plain.class)));
    }

    @Test
    void aComponentWithoutANameInKebabCaseIsRefused() {
        refused(
                "plugin first 1.0.0: dev.weir.runtime.plugin.PluginCatalogTest$Nameless has no @Name\n"
                        + "  Give it a name in kebab-case: @Name(\"my-score\").",
                new Offer(FIRST, List.of(Nameless.class)));
        refused(
                "plugin first 1.0.0: dev.weir.runtime.plugin.PluginCatalogTest$Misnamed has the name 'Max Softmax'\n"
                        + "  Give it a name in kebab-case: @Name(\"my-score\").",
                new Offer(FIRST, List.of(Misnamed.class)));
    }

    @Test
    void anExtensionOfNoKindIsRefused() {
        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> PluginCatalog.of(List.of(new Offer(FIRST, List.of(Kindless.class)))))
                .withMessageStartingWith(
                        "plugin first 1.0.0: dev.weir.runtime.plugin.PluginCatalogTest$Kindless"
                                + " implements no kind of component\n  Kinds: Calibrator, CascadePolicy, ConfidenceScore, DataSource, ")
                .withMessageEndingWith("If it does implement one, the plugin packs a copy of core-api.");
    }

    private static void refused(String message, Offer... offers) {
        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> PluginCatalog.of(List.of(offers)))
                .withMessage(message);
    }
}
