package dev.weir.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Require;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.runtime.config.Sample.Anything;
import dev.weir.runtime.config.Sample.CoverageAtRisk;
import dev.weir.runtime.config.Sample.Ends;
import dev.weir.runtime.config.Sample.Entropy;
import dev.weir.runtime.config.Sample.MaxSoftmax;
import dev.weir.runtime.config.Sample.RiskAtCoverage;
import dev.weir.runtime.config.Sample.Target;
import dev.weir.runtime.config.Sample.Window;
import dev.weir.runtime.plugin.CheckedScore;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinderTest {
    private final Binder binder = new Binder(Sample.CATALOG);

    @TempDir
    private Path folder = Path.of("");

    enum Average {
        MEAN,
        LOG_MEAN
    }

    record Scalars(
            String name,
            @Default("7") int count,
            @Default("7") long seed,
            @Default("7") double rate,
            @Default("true") boolean bias,
            @Default("mean") Average average) {}

    @Test
    void aListInPlaceOfASettingOfASweptItemIsAComponentForEachCombination() {
        record Swept(@dev.weir.runtime.config.Swept List<DeferralPolicy> policies) {}

        Swept bound = bind(
                Swept.class,
                "{ policies: [ { use: window, with: { score: [entropy, max-softmax], width: [0.1, 0.3] } }, window ] }");

        assertThat(bound.policies()).hasSize(5);
        assertThat(bound.policies().stream()
                        .map(policy -> ((Window) policy).width())
                        .toList())
                .containsExactly(0.1, 0.3, 0.1, 0.3, 0.2);
        assertThat(ScoreSetting.replaced(
                        (Record) bound.policies().get(0),
                        ((Window) bound.policies().get(2)).score()))
                .contains((Record) bound.policies().get(2));
        assertThat(ScoreSetting.replaced(new Entropy(1), new Entropy(2))).isEmpty();
    }

    @Test
    void camelCaseComponentsAreReadFromKebabCaseKeys() {
        record Training(int batchSize, double learningRate) {}

        assertThat(bind(Training.class, "{ batch-size: 8, learning-rate: 1e-3 }"))
                .isEqualTo(new Training(8, 0.001));
    }

    @Test
    void whatIsLeftOutIsReadFromTheDefault() {
        assertThat(bind(Scalars.class, "name: a")).isEqualTo(new Scalars("a", 7, 7, 7, true, Average.MEAN));
    }

    @Test
    void anExplicitZeroIsNotUnset() {
        assertThat(bind(Scalars.class, "{ name: '', count: 0, seed: 0, rate: 0, bias: false, average: log-mean }"))
                .isEqualTo(new Scalars("", 0, 0, 0, false, Average.LOG_MEAN));
    }

    @Test
    void aKeyWithoutAValueIsRefused() {
        assertThat(problems(Scalars.class, "name: a\nseed:\nrate: ~"))
                .containsExactly(
                        "job.yaml:2:6: seed: has no value\n  Write one, or leave the key out where it has a default.",
                        "job.yaml:3:7: rate: has no value\n  Write one, or leave the key out where it has a default.");
    }

    @Test
    void aTextNeedsNoQuotes() {
        assertThat(bind(Scalars.class, "name: 010").name()).isEqualTo("010");
        assertThat(bind(Scalars.class, "name: no").name()).isEqualTo("no");
    }

    @Test
    void numbersOfTheWrongKindAreRefused() {
        assertThat(problems(
                        Scalars.class, "{ name: a, count: 1.5, seed: 99999999999999999999, rate: 0x1F, bias: yes }"))
                .containsExactly(
                        "job.yaml:1:19: count: must be a whole number, got '1.5'",
                        "job.yaml:1:30: seed: must be from -9223372036854775808 to 9223372036854775807,"
                                + " got 99999999999999999999",
                        "job.yaml:1:58: rate: must be a number, got '0x1F'",
                        "job.yaml:1:70: bias: must be true or false, got 'yes'");
    }

    @Test
    void infinityMayBeWrittenButNotReachedByOverflow() {
        assertThat(bind(Scalars.class, "{ name: a, rate: .inf }").rate()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(bind(Scalars.class, "{ name: a, rate: -.inf }").rate()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(problems(Scalars.class, "{ name: a, rate: 1e999 }"))
                .containsExactly("job.yaml:1:18: rate: is too large for a number, got 1e999\n"
                        + "  Write .inf where no bound is meant.");
        assertThat(problems(Scalars.class, "{ name: a, rate: .nan }"))
                .containsExactly("job.yaml:1:18: rate: must be a number, got NaN");
    }

    @Test
    void aConstantIsOneOfItsEnum() {
        assertThat(problems(Scalars.class, "{ name: a, average: log-men }"))
                .containsExactly("job.yaml:1:21: average: must be one of mean, log-mean, got 'log-men'\n"
                        + "  Did you mean 'log-mean'?");
    }

    record Optionals(
            Optional<String> text, OptionalInt count, OptionalLong seed, OptionalDouble rate, Optional<Ends> ends) {}

    @Test
    void optionalsAreEmptyUnlessGiven() {
        assertThat(bind(Optionals.class, "{}"))
                .isEqualTo(new Optionals(
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        Optional.empty()));
        assertThat(bind(Optionals.class, "{ text: a, count: 0, seed: 1, rate: 0, ends: { low: 1, high: 2 } }"))
                .isEqualTo(new Optionals(
                        Optional.of("a"),
                        OptionalInt.of(0),
                        OptionalLong.of(1),
                        OptionalDouble.of(0),
                        Optional.of(new Ends(1, 2))));
    }

    record Collections(
            @Default("[16, 32]") List<Integer> hidden,
            @Default("{}") Map<String, Ends> windows) {}

    @Test
    void listsAndMappingsKeepTheirOrder() {
        Collections bound = bind(Collections.class, "windows: { b: { low: 1, high: 2 }, a: { low: 3, high: 4 } }");

        assertThat(bound.hidden()).containsExactly(16, 32);
        assertThat(bound.windows()).containsExactly(Map.entry("b", new Ends(1, 2)), Map.entry("a", new Ends(3, 4)));
    }

    @Test
    void aMistakeInAListOrMappingIsToldAtItsPlace() {
        assertThat(problems(Collections.class, "hidden: [1, two]\nwindows:\n  b: { low: 1 }\n  a: 3"))
                .containsExactly(
                        "job.yaml:1:13: hidden[1]: must be a whole number, got 'two'",
                        "job.yaml:3:6: windows.b: 'high' is missing",
                        "job.yaml:4:6: windows.a: must be a mapping (key: value)\n  It has: high, low.");
        assertThat(problems(Collections.class, "hidden: 16\nwindows: []"))
                .containsExactly(
                        "job.yaml:1:9: hidden: must be a list\n  Write it as [ ... ], or one item a line after dashes.",
                        "job.yaml:2:10: windows: must be a mapping (name: value)");
    }

    record Deferral(DeferralPolicy defer) {}

    @Test
    void aComponentIsItsNameOrItsNameWithSettings() {
        assertThat(bind(Deferral.class, "defer: window").defer())
                .isEqualTo(new Window(checked(new MaxSoftmax()), Optional.empty(), 0.2, Optional.empty()));
        assertThat(bind(Deferral.class, "defer: { use: window, with: { width: 0.5 } }")
                        .defer())
                .isEqualTo(new Window(checked(new MaxSoftmax()), Optional.empty(), 0.5, Optional.empty()));
    }

    @Test
    void aComponentMayHoldComponents() {
        String yaml = "defer: { use: window, with: { score: { use: entropy, with: { temperature: 1.2 } } } }";

        assertThat(bind(Deferral.class, yaml).defer())
                .isEqualTo(new Window(checked(new Entropy(1.2)), Optional.empty(), 0.2, Optional.empty()));
    }

    @Test
    void aBoundComponentKnowsWhereItComesFrom() {
        Bound<Deferral> bound = bound(Deferral.class, "\ndefer:\n  use: window\n  with: { score: entropy }");

        Origin origin = bound.origin(bound.value().defer());
        assertThat(origin.place()).isEqualTo("job.yaml:3:3");
        assertThat(origin.path()).isEqualTo("defer");
        assertThat(origin.component()).hasToString("deferral policy 'window'");
        assertThat(bound.origins()).extracting(Origin::path).containsExactlyInAnyOrder("defer", "defer.with.score");
    }

    @Test
    void anUnknownComponentIsRefusedWithWhatIsLoaded() {
        assertThat(problems(Deferral.class, "defer:\n  use: window\n  with: { score: entrpy }"))
                .containsExactly("job.yaml:3:18: defer.with.score: no confidence score is named 'entrpy'\n"
                        + "  Did you mean 'entropy'? Loaded: entropy, max-softmax (plugin p 1.0.0).");
    }

    @Test
    void aMisspeltSettingOfAComponentIsRefusedWithTheSettingsItHas() {
        assertThat(problems(Deferral.class, "defer: { use: window, with: { widht: 0.5 } }"))
                .containsExactly("job.yaml:1:31: defer.with.widht: unknown key\n"
                        + "  Did you mean 'width'? The deferral policy 'window' has: at, score, target, width.");
        assertThat(problems(Deferral.class, "defer: { use: window, wit: {} }"))
                .containsExactly("job.yaml:1:23: defer.wit: unknown key\n"
                        + "  Did you mean 'with'? A deferral policy is written { use: name, with: { ... } }.");
    }

    @Test
    void aComponentWithoutANameIsRefused() {
        assertThat(problems(Deferral.class, "defer: { with: {} }"))
                .containsExactly("job.yaml:1:8: defer: 'use' is missing\n"
                        + "  Write the name of a deferral policy. Loaded: picky, window (plugin p 1.0.0).");
        assertThat(problems(Deferral.class, "defer: [window]"))
                .containsExactly("job.yaml:1:8: defer: must be a deferral policy\n"
                        + "  Write its name, or { use: name, with: { ... } }.");
    }

    record Aim(Target target) {}

    @Test
    void oneOfSeveralIsWrittenAsItsKey() {
        assertThat(bind(Aim.class, "target: { coverage-at-risk: 0.05 }").target())
                .isEqualTo(new CoverageAtRisk(0.05));
        assertThat(bind(Aim.class, "target: { risk-at-coverage: { coverage: 0.8, minimum: 3 } }")
                        .target())
                .isEqualTo(new RiskAtCoverage(0.8, 3));
        assertThat(bind(Aim.class, "target: { risk-at-coverage: 0.8 }").target())
                .isEqualTo(new RiskAtCoverage(0.8, 0));
        assertThat(bind(Aim.class, "target: anything").target()).isEqualTo(new Anything());
    }

    @Test
    void twoKeysOfOneOfSeveralAreRefused() {
        assertThat(problems(Aim.class, "target: { coverage-at-risk: 0.05, risk-at-coverage: 0.8 }"))
                .containsExactly("job.yaml:1:9: target: has 2 keys: coverage-at-risk, risk-at-coverage\n"
                        + "  Write exactly one of: coverage-at-risk, risk-at-coverage, anything.");
        assertThat(problems(Aim.class, "target: { coverage-at-riks: 0.05 }"))
                .containsExactly("job.yaml:1:11: target.coverage-at-riks: unknown key\n"
                        + "  Did you mean 'coverage-at-risk'?"
                        + " Write exactly one of: coverage-at-risk, risk-at-coverage, anything.");
        assertThat(problems(Aim.class, "target: {}"))
                .containsExactly("job.yaml:1:9: target: is empty\n"
                        + "  Write exactly one of: coverage-at-risk, risk-at-coverage, anything.");
        assertThat(problems(Aim.class, "target: anythin"))
                .containsExactly("job.yaml:1:9: target: there is no 'anythin' here\n"
                        + "  Did you mean 'anything'?"
                        + " Write exactly one of: coverage-at-risk, risk-at-coverage, anything.");
    }

    record Noise(double level, @Default("0") long seed) {}

    record Transforms(List<Noise> transforms) {}

    @Test
    void aScalarForARecordIsItsFirstSettingWhereTheOthersMayBeLeftOut() {
        assertThat(bind(Transforms.class, "transforms: [0.3, { level: 0.5, seed: 1 }]")
                        .transforms())
                .containsExactly(new Noise(0.3, 0), new Noise(0.5, 1));
    }

    @Test
    void aMistakeInAShortFormIsToldAtTheScalar() {
        assertThat(problems(Transforms.class, "transforms: [loud]"))
                .containsExactly("job.yaml:1:14: transforms[0]: must be a number, got 'loud'");
    }

    record Weighted(
            @Inline ConfidenceScore score, @Default("1") double weight) {}

    record Mix(Map<String, Weighted> scores) {}

    @Test
    void anInlineComponentStandsAmongTheOtherKeys() {
        String yaml = "scores: { a: entropy, b: { use: entropy, with: { temperature: 2 }, weight: 3 } }";

        assertThat(bind(Mix.class, yaml).scores())
                .containsExactly(
                        Map.entry("a", new Weighted(checked(new Entropy(1)), 1)),
                        Map.entry("b", new Weighted(checked(new Entropy(2)), 3)));
        assertThat(problems(Mix.class, "scores: { a: { use: entropy, wieght: 3 } }"))
                .containsExactly("job.yaml:1:30: scores.a.wieght: unknown key\n"
                        + "  Did you mean 'weight'? Allowed here: use, weight, with.");
    }

    record Source(Path file) {}

    @Test
    void aPathIsRelativeToTheFile() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path digits = Files.createFile(data.resolve("digits.csv"));

        Bound<Source> bound = bound(Source.class, "file: data/../data/digits.csv");

        assertThat(bound.value().file()).isEqualTo(digits);
        assertThat(bound.files()).containsExactly(digits);
    }

    @Test
    void aPathWithoutAFileIsRefusedWithItsNeighbour() throws IOException {
        Files.createFile(folder.resolve("digits.csv"));

        assertThat(problems(Source.class, "file: digit.csv"))
                .containsExactly("job.yaml:1:7: file: there is no file 'digit.csv'\n"
                        + "  Did you mean 'digits.csv'? A path is relative to the folder of the YAML file.");
    }

    record Plan(
            @Doc("how often the data are seen") int epochs,
            @Default("0.1") double learningRate,
            @Default("1") Ends ends) {
        Plan {
            Require.positive("learning rate", learningRate);
        }
    }

    @Test
    void whatAConstructorRefusesIsToldAtTheKeyItNames() {
        assertThat(problems(Plan.class, "epochs: 1\nlearning-rate: -1\nends: { low: 1, high: 2 }"))
                .containsExactly("job.yaml:2:16: learning-rate: must be finite and greater than 0, got -1");
        assertThat(problems(Deferral.class, "defer: { use: window, with: { width: 30 } }"))
                .containsExactly(
                        "job.yaml:1:38: defer.with.width: must be in [0, 1], got 30\n" + "  Write 30 percent as 0.3.");
    }

    @Test
    void whatAConstructorRefusesInAShortFormIsToldAtTheScalar() {
        assertThat(problems(Aim.class, "target: { coverage-at-risk: 5 }"))
                .containsExactly("job.yaml:1:29: target.coverage-at-risk: must be in [0, 1], got 5\n"
                        + "  Write 5 percent as 0.05.");
    }

    record Range(double low, double high) {
        Range {
            if (low > high) {
                throw new IllegalArgumentException("no score lies from " + low + " to " + high + "\nSwap them.");
            }
        }
    }

    record Holder(Range range) {}

    @Test
    void aRefusalThatNamesNoSettingIsToldAtTheRecord() {
        assertThat(problems(Holder.class, "range: { low: 2, high: 1 }"))
                .containsExactly("job.yaml:1:8: range: no score lies from 2.0 to 1.0\n  Swap them.");
    }

    record Span(@Default("0") double low, @Default("1") double high, Optional<String> name) {
        Span {
            Require.positive("high", high);
            if (low > high) {
                throw new IllegalArgumentException("low must be at most high, got " + low + " and " + high);
            }
        }
    }

    @Test
    void whatAConstructorRefusesIsToldBesideSettingsThatAreWrongInForm() {
        assertThat(problems(Deferral.class, "defer: { use: window, with: { score: entrpy, width: 30 } }"))
                .hasSize(2)
                .contains("job.yaml:1:53: defer.with.width: must be in [0, 1], got 30\n  Write 30 percent as 0.3.");
        assertThat(problems(Span.class, "low: x\nhigh: -1"))
                .containsExactly(
                        "job.yaml:1:6: low: must be a number, got 'x'",
                        "job.yaml:2:7: high: must be finite and greater than 0, got -1");
    }

    @Test
    void whatAConstructorMayRefuseForWhatWasLeftOutIsNotTold() {
        assertThat(problems(Span.class, "low: 5\nhigh: x"))
                .containsExactly("job.yaml:2:7: high: must be a number, got 'x'");
    }

    @Test
    void aDefaultThatDoesNotFitIsToldWhereItIsUsed() {
        assertThat(problems(Plan.class, "epochs: 1"))
                .containsExactly("job.yaml:1:1: ends: must be a mapping (key: value)\n  It has: high, low.");
    }

    @Test
    void aMissingKeyIsToldWithItsDocumentation() {
        assertThat(problems(Plan.class, "ends: { low: 1, high: 2 }"))
                .containsExactly("job.yaml:1:1: 'epochs' is missing\n  Write epochs: how often the data are seen.");
    }

    record Job(String job, ConfidenceScore confidence, DeferralPolicy defer) {}

    @Test
    void allMistakesOfAFileAreToldAtOnce() {
        String yaml = """
                confidence: { use: entropy, with: { temperature: 0 } }
                defer:
                  use: window
                  with: { width: 2, target: { coverage-at-risk: x } }
                reprot: out
                """;

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> bind(Job.class, yaml))
                .withMessage("""
                        job.yaml:1:1: 'job' is missing
                        job.yaml:1:50: confidence.with.temperature: must be finite and greater than 0, got 0
                        job.yaml:4:18: defer.with.width: must be in [0, 1], got 2
                          Write 2 percent as 0.02.
                        job.yaml:4:49: defer.with.target.coverage-at-risk: must be a number, got 'x'
                        job.yaml:5:1: reprot: unknown key
                          Allowed here: confidence, defer, job.
                        5 problems; nothing was run.""");
    }

    @Test
    void aConstructorThatThrowsAnythingElseIsTheFaultOfThePlugin() {
        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> bind(Deferral.class, "defer: { use: picky, with: { level: 1 } }"))
                .withMessageStartingWith("the constructor of dev.weir.runtime.config.Sample$Picky threw"
                        + " java.lang.IllegalStateException: not today");
    }

    @Test
    void aLaterMistakeIsToldAtTheNearestThingThatStandsInTheFile() {
        Bound<Deferral> bound = bound(Deferral.class, "defer:\n  use: window\n  with: { width: 0.5 }");

        assertThat(bound.problem("defer.with.width", "is odd", ""))
                .hasToString("job.yaml:3:18: defer.with.width: is odd");
        assertThat(bound.problem("defer.with.at[1].low", "is odd", "").place()).isEqualTo("job.yaml:2:3");
    }

    private <T extends Record> T bind(Class<T> type, String yaml) {
        return bound(type, yaml).value();
    }

    private <T extends Record> Bound<T> bound(Class<T> type, String yaml) {
        return binder.bind(YamlFile.parse("job.yaml", folder, yaml), type);
    }

    private List<String> problems(Class<? extends Record> type, String yaml) {
        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> bind(type, yaml));
        return refusal.problems().stream().map(Problem::toString).toList();
    }

    private static CheckedScore checked(ConfidenceScore score) {
        return new CheckedScore(
                score,
                Sample.CATALOG.find(Kind.CONFIDENCE_SCORE, score.getClass()).orElseThrow());
    }
}
