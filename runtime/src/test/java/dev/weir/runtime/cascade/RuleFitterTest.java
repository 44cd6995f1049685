package dev.weir.runtime.cascade;

import static dev.weir.runtime.cascade.Recordings.MAX_LOGIT;
import static dev.weir.runtime.cascade.Recordings.signed;
import static dev.weir.runtime.cascade.Recordings.stages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weir.api.Labels;
import dev.weir.api.Name;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.Parts;
import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.deferral.ThresholdSearch;
import dev.weir.runtime.config.Binder;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.YamlFile;
import dev.weir.runtime.plugin.CheckedScore;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.plugin.PluginException;
import dev.weir.runtime.plugin.PluginInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFitterTest {
    private static final Labels LABELS = new Labels(2, new int[] {0, 0, 1, 1});

    private final StageOutputs calibration =
            stages(signed(0.1, 0.2, 0.3, 0.9), signed(0.1, 0.9, 0.3, 0.4), signed(1, 1, 1, 1));

    @TempDir
    private Path folder = Path.of("");

    @Name("none")
    record NoData() implements DataSource {
        @Override
        public Parts read() {
            throw new UnsupportedOperationException();
        }
    }

    /** Passes on at most this score. */
    @Name("up-to")
    record UpTo(double score) implements DeferralPolicy {
        @Override
        public DeferralRule rule(CalibrationOutputs outputs) {
            return DeferralRule.between(MAX_LOGIT, Double.NEGATIVE_INFINITY, score);
        }
    }

    /** Shows what it was given: the stage as the low end, how many rows reached it as the high end. */
    @Name("showing")
    record Showing() implements DeferralPolicy {
        @Override
        public DeferralRule rule(CalibrationOutputs outputs) {
            return DeferralRule.between(MAX_LOGIT, outputs.stage(), outputs.reached().length);
        }
    }

    @Name("refusing")
    record Refusing() implements DeferralPolicy {
        @Override
        public DeferralRule rule(CalibrationOutputs outputs) {
            throw new IllegalArgumentException("no threshold reaches risk 0.01\nAsk for 0.05.");
        }
    }

    @Name("accurate")
    record Accurate() implements DeferralPolicy {
        @Override
        public DeferralRule rule(CalibrationOutputs outputs) {
            return new ThresholdSearch(MAX_LOGIT, outputs).forAccuracy(2);
        }
    }

    @Name("broken")
    record Broken() implements DeferralPolicy {
        @Override
        public DeferralRule rule(CalibrationOutputs outputs) {
            throw new ArrayIndexOutOfBoundsException("7");
        }
    }

    @Name("unwritable")
    record Unwritable() implements DeferralPolicy {
        @Override
        public DeferralRule rule(CalibrationOutputs outputs) {
            return DeferralRule.never(scored -> new double[scored.rows()]);
        }
    }

    @Test
    void everyStageButTheLastGetsTheRuleOfItsPolicy() {
        List<StageRule> rules = fit("{ use: up-to, with: { score: 0.25 } }", "{ use: up-to, with: { score: 0.5 } }");

        assertThat(rules).hasSize(3);
        assertThat(rules.get(0).deferral().orElseThrow().high()).isEqualTo(0.25);
        assertThat(rules.get(1).deferral().orElseThrow().high()).isEqualTo(0.5);
        assertThat(rules.get(2)).isEqualTo(new StageRule(rules.get(2).deferral(), OptionalDouble.of(0.5)));
        assertThat(rules.get(2).deferral()).isEmpty();
    }

    @Test
    void aLaterPolicyIsToldWhichRowsReachItsStage() {
        DeferralRule second = fit("{ use: up-to, with: { score: 0.3 } }", "showing")
                .get(1)
                .deferral()
                .orElseThrow();

        assertThat(second.low()).isEqualTo(1);
        assertThat(second.high()).isEqualTo(3);
    }

    @Test
    void theScoreOfARuleIsHeldToItsContract() {
        assertThat(fit("showing", "showing"))
                .first()
                .satisfies(rule -> assertThat(rule.deferral().orElseThrow().score())
                        .isInstanceOfSatisfying(CheckedScore.class, checked -> {
                            assertThat(checked.score()).isEqualTo(MAX_LOGIT);
                            assertThat(checked.component()).hasToString("deferral policy 'showing'");
                        }));
    }

    @Test
    void whatAPolicyRefusesIsToldAtItsPlace() {
        assertThatIllegalStateException()
                .isThrownBy(() -> fit("showing", "refusing"))
                .withMessage(folder.resolve("job.yaml") + ":7:29: stages[1].defer: no threshold reaches risk 0.01\n"
                        + "  Ask for 0.05.\nThe rules could not be chosen; nothing was written.");
    }

    @Test
    void whatASearchForAPolicyDoesNotFindIsTheWordOfThePolicy() {
        assertThatIllegalStateException()
                .isThrownBy(() -> fit("accurate", "showing"))
                .withMessageStartingWith(
                        folder.resolve("job.yaml") + ":6:28: stages[0].defer: accuracy 2.0 cannot be had");
    }

    @Test
    void aPolicyThatBreaksIsTheFaultOfItsPlugin() {
        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> fit("broken", "showing"))
                .withMessage(
                        "deferral policy 'broken' threw java.lang.ArrayIndexOutOfBoundsException: 7, expected a rule\n"
                                + "  This is a bug in plugin p 1.0.0, not in your file. Nothing was written.");
    }

    @Test
    void aRuleWhoseScoreCannotBeStoredIsTheFaultOfItsPlugin() {
        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> fit("unwritable", "showing"))
                .withMessageStartingWith("deferral policy 'unwritable' returned a rule with the score ")
                .withMessageContaining(", expected a record, which can be stored");
    }

    private List<StageRule> fit(String first, String second) {
        return new RuleFitter(file(first, second), List.of())
                .fit(calibration, LABELS)
                .stages();
    }

    private Bound<CascadeSettings> file(String first, String second) {
        PluginCatalog catalog = PluginCatalog.of(List.of(new PluginCatalog.Offer(
                new PluginInfo("p", "1.0.0", Path.of("p.jar")),
                List.of(
                        NoData.class,
                        Recordings.MaxLogit.class,
                        UpTo.class,
                        Showing.class,
                        Refusing.class,
                        Accurate.class,
                        Broken.class,
                        Unwritable.class))));
        String text = """
                job: cascade
                data: none
                models: {}
                confidence: max-logit
                stages:
                  - { model: small, defer: %s }
                  - { model: middle, defer: %s }
                  - { model: large, accept: 0.5 }
                report: out
                """.formatted(first, second);
        try {
            Path file = Files.writeString(folder.resolve("job.yaml"), text);
            return new Binder(catalog).bind(YamlFile.read(file), CascadeSettings.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
