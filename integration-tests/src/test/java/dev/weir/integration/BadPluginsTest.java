package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.integration.Distribution.Ended;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.job.Npy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plugins that are wrong: what is said names the plugin, what it did and what it was to do. */
class BadPluginsTest {
    private static final String A_SCORE = """
            @Name("%s")
            public record %s() implements ConfidenceScore {
                public double[] scores(Outputs outputs) { %s }
            }
            """;
    private static final String A_POLICY = """
            @Name("%s")
            public record %s() implements DeferralPolicy {
                public DeferralRule rule(CalibrationOutputs outputs) { %s }
            }
            """;
    private static final String BUG = "\n  This is a bug in plugin bad 0.1.0, not in your file. Nothing was written.\n";

    @TempDir
    Path folder;

    private Path plugins = Path.of("");

    @BeforeEach
    void makeAFolderForPlugins() throws IOException {
        plugins = Files.createDirectory(folder.resolve("plugins"));
    }

    @Test
    void aClassThatCannotBeLoaded() throws IOException {
        new PluginJar()
                .missingType("Base", "public interface Base extends ConfidenceScore {}")
                .extension("Orphan", """
                        @Name("orphan")
                        public record Orphan() implements Base {
                            public double[] scores(Outputs outputs) { return new double[outputs.rows()]; }
                        }
                        """)
                .in(plugins);

        assertRefused("""
                plugin bad 0.1.0: its extension bad.Orphan does not load: java.lang.NoClassDefFoundError: bad/Base
                  Build it against this Weir, with all classes it needs in the plugin.
                """);
    }

    @Test
    void aPackedCoreApi() throws IOException {
        new PluginJar()
                .extension("Fine", score("fine", "Fine", "return new double[outputs.rows()];"))
                .entry("dev/weir/api/Name.class", coreApiClass("Name.class"))
                .in(plugins);

        assertRefused("""
                plugin bad.jar: it packs dev.weir.api.Name, which the host provides
                  Give core-api, pf4j and slf4j the Maven scope 'provided'.
                """);
    }

    private static byte[] coreApiClass(String name) throws IOException {
        try (InputStream bytes = dev.weir.api.Name.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(bytes).readAllBytes();
        }
    }

    @Test
    void aNameThatWeirOffersAlready() throws IOException {
        new PluginJar()
                .extension("Mine", score("entropy", "Mine", "return new double[outputs.rows()];"))
                .in(plugins);

        assertRefused("""
                the plugins scores 1.0.0 and bad 0.1.0 both offer the confidence score 'entropy'
                  Remove one of them: names are unique within a kind.
                """);
    }

    @Test
    void aNameTwiceInOnePlugin() throws IOException {
        new PluginJar()
                .extension("One", score("mine", "One", "return new double[outputs.rows()];"))
                .extension("Other", score("mine", "Other", "return new double[outputs.rows()];"))
                .in(plugins);

        assertRefused("""
                plugin bad 0.1.0: bad.One and bad.Other are both the confidence score 'mine'
                  Rename one of them: names are unique within a kind.
                """);
    }

    @Test
    void aNameOfAnotherKindIsNoClash() throws IOException {
        new PluginJar()
                .extension("Entropy", policy("entropy", "Entropy", "throw new IllegalArgumentException();"))
                .in(plugins);

        assertThat(list().exitCode()).isZero();
    }

    @Test
    void aPluginBesideItsNewVersion() throws IOException {
        new PluginJar()
                .extension("Fine", score("fine", "Fine", "return new double[outputs.rows()];"))
                .in(plugins);
        Files.copy(plugins.resolve("bad.jar"), plugins.resolve("bad-0.2.0.jar"));

        assertRefused("""
                the plugin 'bad' is there twice: bad-0.2.0.jar and bad.jar
                  Remove the older one: a new version may have been put beside it.
                """);
    }

    @Test
    void anotherVersionOfWeir() throws IOException {
        new PluginJar()
                .extension("Fine", score("fine", "Fine", "return new double[outputs.rows()];"))
                .requires(">=2.0.0")
                .in(plugins);

        assertRefused("""
                plugin bad 0.1.0 asks for Weir >=2.0.0, this is Weir 1.0.0
                  Take a version of the plugin that was built for this Weir.
                """);
    }

    @Test
    void nothingOnOffer() throws IOException {
        new PluginJar().in(plugins);

        assertRefused("""
                plugin bad 0.1.0 offers nothing
                  Its META-INF/extensions.idx is missing or empty: annotate the components with @Extension and build \
                with PF4J's annotation processor.
                """);
    }

    @Test
    void aFileThatIsNoArchive() throws IOException {
        Files.writeString(plugins.resolve("bad.jar"), "no archive");

        Ended ended = list();

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err())
                .startsWith("plugin bad.jar: it is not a readable archive")
                .endsWith("\n  Build or copy it again.\n");
    }

    @Test
    void anEntryOutsideTheArchive() throws IOException {
        new PluginJar().entry("../evil", new byte[1]).in(plugins);

        assertRefused("""
                plugin bad.jar: its entry '../evil' would be unpacked outside its folder
                  It was not opened.
                """);
    }

    @Test
    void anExtensionThatIsNoRecord() throws IOException {
        new PluginJar().extension("Bean", """
                        @Name("bean")
                        public class Bean implements ConfidenceScore {
                            public double[] scores(Outputs outputs) { return new double[outputs.rows()]; }
                        }
                        """).in(plugins);

        assertRefused("""
                plugin bad 0.1.0: bad.Bean is an extension but not a record
                  A component is a record: its components are its settings.
                """);
    }

    @Test
    void anExtensionWithoutAName() throws IOException {
        new PluginJar().extension("Nameless", """
                        public record Nameless() implements ConfidenceScore {
                            public double[] scores(Outputs outputs) { return new double[outputs.rows()]; }
                        }
                        """).in(plugins);

        assertRefused("""
                plugin bad 0.1.0: bad.Nameless has no @Name
                  Give it a name in kebab-case: @Name("my-score").
                """);
    }

    @Test
    void anExtensionOfNoKind() throws IOException {
        new PluginJar()
                .extension("Idle", "@Name(\"idle\") public record Idle() {}")
                .in(plugins);

        assertThat(list().err())
                .startsWith(
                        "plugin bad 0.1.0: bad.Idle implements no kind of component\n  Kinds: Calibrator, CascadePolicy, ");
    }

    @Test
    void aScoreThatIsNotANumber() throws IOException {
        String job = jobWithScore("double[] all = new double[outputs.rows()]; all[1] = Double.NaN; return all;");

        assertFailed(job, "confidence score 'mine' returned the score NaN for row 1, expected a finite number" + BUG);
    }

    @Test
    void scoresOfTheWrongLength() throws IOException {
        String job = jobWithScore("return new double[3];");

        assertFailed(
                job,
                "confidence score 'mine' returned 3 scores for 4 examples, expected one score for each example" + BUG);
    }

    @Test
    void noScoresAtAll() throws IOException {
        String job = jobWithScore("return null;");

        assertFailed(job, "confidence score 'mine' returned null, expected n finite scores" + BUG);
    }

    @Test
    void aScoreThatThrows() throws IOException {
        String job = jobWithScore("throw new UnsupportedOperationException(\"not yet\");");

        assertFailed(
                job,
                "confidence score 'mine' threw java.lang.UnsupportedOperationException: not yet,"
                        + " expected n finite scores" + BUG);
    }

    @Test
    void aPolicyThatThrows() throws IOException {
        String job = jobWithPolicy("return Optional.<DeferralRule>empty().get();");

        assertFailed(
                job,
                "deferral policy 'mine' threw java.util.NoSuchElementException: No value present, expected a rule"
                        + BUG);
    }

    @Test
    void aPolicyThatCallsAMissingClass() throws IOException {
        new PluginJar()
                .missingType("Helper", "class Helper { static DeferralRule rule() { return null; } }")
                .extension("Mine", policy("mine", "Mine", "return Helper.rule();"))
                .in(plugins);

        assertFailed(
                job("mine"),
                "deferral policy 'mine' threw java.lang.NoClassDefFoundError: bad/Helper, expected a rule" + BUG);
    }

    @Test
    void aRuleThatEndsAtNoNumber() throws IOException {
        String job = jobWithPolicy("return DeferralRule.between(o -> new double[o.rows()], Double.NaN, 1);");

        assertFailed(
                job,
                "deferral policy 'mine' threw java.lang.IllegalArgumentException:"
                        + " the ends of a rule must be numbers, got NaN and 1.0, expected a rule" + BUG);
    }

    @Test
    void noRuleAtAll() throws IOException {
        String job = jobWithPolicy("return null;");

        assertFailed(job, "deferral policy 'mine' returned null, expected a rule" + BUG);
    }

    @Test
    void aRuleWhoseScoreCannotBeStored() throws IOException {
        String job = jobWithPolicy("""
                return DeferralRule.always(new ConfidenceScore() {
                    public double[] scores(Outputs given) { return new double[given.rows()]; }
                    public String toString() { return "nameless"; }
                });
                """);

        assertFailed(
                job,
                "deferral policy 'mine' returned a rule with the score nameless,"
                        + " expected a record, which can be stored" + BUG);
    }

    @Test
    void aPolicyThatFindsNoRuleIsNoBadPlugin() throws IOException {
        String job = jobWithPolicy("throw new IllegalArgumentException(\"no rule can be had\\nAsk for less.\");");

        Ended ended = run(job);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).endsWith("""
                The run failed: job.yaml:7:28: stages[0].defer: no rule can be had
                  Ask for less.
                The rules could not be chosen; nothing was written.
                """);
        assertNothingWasLeft();
    }

    @Test
    void aConstructorThatBreaks() throws IOException {
        new PluginJar().extension("Mine", """
                        @Name("mine")
                        public record Mine() implements DeferralPolicy {
                            public Mine { Objects.requireNonNull(null, "nothing"); }
                            public DeferralRule rule(CalibrationOutputs outputs) { return null; }
                        }
                        """).in(plugins);

        assertFailed(
                job("mine"),
                "the constructor of bad.Mine threw java.lang.NullPointerException: nothing, expected an"
                        + " IllegalArgumentException that says what is wrong with the settings" + BUG);
    }

    @Test
    void aSourceThatThrows() throws IOException {
        new PluginJar().extension("Mine", """
                        @Name("mine")
                        public record Mine() implements DataSource {
                            public Parts read() { throw new IllegalStateException("no examples"); }
                        }
                        """).in(plugins);

        assertFailed(
                job("{ use: threshold, with: { deferral-rate: 0.5 } }").replaceFirst("data: .*", "data: mine"),
                "data source 'mine' threw java.lang.IllegalStateException: no examples,"
                        + " expected the parts of its examples" + BUG);
    }

    @Test
    void aModelThatThrows() throws IOException {
        new PluginJar().extension("Mine", """
                        @Name("mine")
                        public record Mine() implements ModelProvider, Model {
                            public Set<Capability> capabilities() { return Set.of(Capability.INFER); }
                            public Optional<TrainingPlan> training() { return Optional.empty(); }
                            public Model open(ModelContext context) { return this; }
                            public Outputs outputs(Inputs inputs, Set<Need> needs) { return Optional.<Outputs>empty().get(); }
                            public OptionalLong parameters() { return OptionalLong.empty(); }
                            public OptionalLong macs() { return OptionalLong.empty(); }
                            public void close() {}
                        }
                        """).in(plugins);

        assertFailed(
                job("{ use: threshold, with: { deferral-rate: 0.5 } }").replaceFirst("small: .*", "small: mine"),
                "model 'mine' threw java.util.NoSuchElementException: No value present,"
                        + " expected logits for 4 examples" + BUG);
    }

    @Test
    void aModelThatCanBeSavedHasADigestWhereTheOtherOneKeepsTheJobFromABundle() throws IOException {
        String keeps = model("keeps", "Keeps", "Set.of(Capability.INFER, Capability.SAVE)")
                .replace("public void close()", """
                        public void save(java.nio.file.Path folder) throws java.io.IOException {
                            java.nio.file.Files.writeString(folder.resolve("weights"), "1");
                        }
                        public void close()""");
        new PluginJar()
                .extension("Keeps", keeps)
                .extension("Passes", model("passes", "Passes", "Set.of(Capability.INFER)"))
                .in(plugins);
        Files.writeString(folder.resolve("data.csv"), "y,x\n" + "0,1\n1,2\n".repeat(10));
        Path weights = Files.createDirectory(folder.resolve("saved"));
        Files.writeString(weights.resolve("weights"), "1");

        Ended ended = run("""
                job: cascade
                data: { use: csv, with: { file: data.csv, label: y } }
                splits: { calibration: 0.5, test: 0.5 }
                models: { small: keeps, large: passes }
                stages:
                  - { model: small, defer: { use: threshold, with: { deferral-rate: 0.5 } } }
                  - { model: large }
                report: %s
                """.formatted(folder.resolve("out")));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("no bundle 1/1: the model 'large' cannot be saved");
        assertThat(folder.resolve("out/bundle")).doesNotExist();
        JsonNode digests = JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("out/report.json")))
                .at("/digests/models");
        assertThat(digests.get("small").asString()).isEqualTo(Digests.ofFile(weights));
        assertThat(digests.get("large").isNull()).isTrue();
    }

    private static String model(String name, String type, String capabilities) {
        return """
                @Name("%s")
                public record %s() implements ModelProvider, Model {
                    public Set<Capability> capabilities() { return %s; }
                    public Optional<TrainingPlan> training() { return Optional.empty(); }
                    public Model open(ModelContext context) { return this; }
                    public Outputs outputs(Inputs inputs, Set<Need> needs) {
                        return Outputs.of(new Logits(inputs.rows(), 2, new float[2 * inputs.rows()]));
                    }
                    public OptionalLong parameters() { return OptionalLong.empty(); }
                    public OptionalLong macs() { return OptionalLong.empty(); }
                    public void close() {}
                }
                """.formatted(name, type, capabilities);
    }

    @Test
    void aGoodPluginRuns() throws IOException {
        Ended ended = run(jobWithScore("return outputs.logits().mapRows(outputs.logits()::max);"));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(folder.resolve("out/report.json")).exists();
    }

    private static String score(String name, String type, String body) {
        return A_SCORE.formatted(name, type, body);
    }

    private static String policy(String name, String type, String body) {
        return A_POLICY.formatted(name, type, body);
    }

    private String jobWithScore(String body) throws IOException {
        new PluginJar().extension("Mine", score("mine", "Mine", body)).in(plugins);
        return job("{ use: threshold, with: { score: mine, deferral-rate: 0.5 } }");
    }

    private String jobWithPolicy(String body) throws IOException {
        new PluginJar().extension("Mine", policy("mine", "Mine", body)).in(plugins);
        return job("mine");
    }

    /** A job of two recorded stages on four examples. */
    private String job(String policy) throws IOException {
        Npy.write(folder.resolve("labels.npy"), new Labels(2, new int[] {0, 1, 1, 0}));
        Npy.write(folder.resolve("logits.npy"), new Logits(4, 2, new float[] {2, 1, 0, 1, 3, 1, 2, 0}));
        Npy.write(folder.resolve("test.npy"), new Logits(4, 2, new float[] {1, 2, 0, 1, 3, 1, 2, 0}));
        return """
                job: cascade
                data: { use: recorded, with: { calibration: { labels: labels.npy }, test: { labels: labels.npy } } }
                models:
                  small: { use: recorded, with: { calibration: logits.npy, test: test.npy } }
                  large: { use: recorded, with: { calibration: logits.npy, test: test.npy } }
                stages:
                  - { model: small, defer: %s }
                  - { model: large }
                report: %s
                """.formatted(policy, folder.resolve("out"));
    }

    private Ended list() {
        return InProcess.weir(List.of(InProcess.PLUGINS, plugins), "list");
    }

    private Ended run(String job) throws IOException {
        Path file = Files.writeString(folder.resolve("job.yaml"), job);
        Ended ended = InProcess.weir(List.of(InProcess.PLUGINS, plugins), "run", file.toString());
        return new Ended(ended.exitCode(), ended.out(), ended.err().replace(folder + "/", ""));
    }

    private void assertRefused(String expected) {
        Ended ended = list();

        assertThat(ended.err()).isEqualTo(expected);
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
    }

    private void assertFailed(String job, String expected) throws IOException {
        Ended ended = run(job);

        assertThat(ended.err()).endsWith(expected).doesNotContain("\tat ");
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        assertNothingWasLeft();
    }

    /** Neither the report folder nor the temporary one beside it. */
    private void assertNothingWasLeft() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("plugins", "job.yaml", "labels.npy", "logits.npy", "test.npy");
        }
    }
}
