package dev.weir.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Default;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.runtime.config.Sample.Ends;
import dev.weir.runtime.config.Sample.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class SettingsTreeTest {
    private final Binder binder = new Binder(Sample.CATALOG);

    enum Average {
        MEAN,
        LOG_MEAN
    }

    record Weighted(
            @Inline ConfidenceScore score, @Default("1") double weight) {}

    record Settings(
            String name,
            @Default("0") long seed,
            OptionalDouble rate,
            Optional<DeferralPolicy> defer,
            @Default("max-softmax") ConfidenceScore confidence,
            @Default("[]") List<Target> targets,
            @Default("{}") Map<String, Weighted> scores,
            @Default("log-mean") Average average,
            Optional<Ends> ends) {}

    @Test
    void isWhatWouldStandInTheFileWithEveryDefaultFilledIn() {
        assertThat(SettingsTree.of(bind("{ name: a, defer: { use: window, with: { at: { low: 1, high: 2 } } } }")))
                .hasToString("{name=a, seed=0,"
                        + " defer={use=window, with={score=max-softmax, width=0.2, at={low=1.0, high=2.0}}},"
                        + " confidence=max-softmax, targets=[], scores={}, average=log-mean}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: a",
                "{ name: '010', seed: 9007199254740993, rate: 1e-12 }",
                "{ name: '', rate: 0, average: mean }",
                "{ name: 'no: \"#', confidence: { use: entropy, with: { temperature: 0.1 } } }",
                "{ name: a, defer: { use: window, with: { score: entropy, target: { coverage-at-risk: 0.05 } } } }",
                "{ name: a, targets: [ anything, { risk-at-coverage: { coverage: 0.8, minimum: 3 } } ] }",
                "{ name: a, scores: { b: entropy, a: { use: max-softmax, weight: 2 } } }",
                "{ name: a, ends: { low: -1.5, high: 1e300 } }"
            })
    void writtenAsYamlAndBoundAgainItGivesAnEqualRecord(String yaml) {
        Settings settings = bind(yaml);

        assertThat(bind(new Yaml().dump(SettingsTree.of(settings)))).isEqualTo(settings);
    }

    @Test
    void aPathIsItsFileNameSoThatNoMachineShowsInAReport() {
        assertThat(SettingsTree.of(Path.of("somewhere", "data", "digits.csv"))).isEqualTo("digits.csv");
    }

    @Test
    void anInfinityIsWrittenAsYamlWritesIt() {
        assertThat(SettingsTree.of(new Ends(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)))
                .isEqualTo(Map.of("low", "-.inf", "high", ".inf"));
    }

    private Settings bind(String yaml) {
        return binder.bind(YamlFile.parse("job.yaml", Path.of(""), yaml), Settings.class)
                .value();
    }
}
