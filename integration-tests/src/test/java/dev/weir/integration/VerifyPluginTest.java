package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.integration.Distribution.Ended;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.plugin.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An outside plugin that is right, and the same one broken in a dozen ways, each told in its own words. */
class VerifyPluginTest {
    private static final String CLASS = "com/example/myscore/MyScore.class";

    @TempDir
    static Path whole;

    private static Path built = Path.of("");

    @TempDir
    Path folder;

    private Path jar = Path.of("");

    @BeforeAll
    static void buildOne() throws IOException {
        OutsideProject project = OutsideProject.make("my-score", Kind.CONFIDENCE_SCORE, whole);
        project.compile();
        built = project.pack();
    }

    @BeforeEach
    void copyIt() throws IOException {
        jar = Files.copy(built, folder.resolve("my-score.jar"));
    }

    @Test
    void oneThatIsRightIsDescribedForAProgramToo() throws IOException {
        Ended ended = InProcess.weir("plugin", "verify", "--json", jar.toString());

        JsonNode verdict = JsonMapper.shared().readTree(ended.out());
        assertThat(ended.exitCode()).isZero();
        assertThat(verdict.get("ok").asBoolean()).isTrue();
        assertThat(verdict.get("sha256").asString()).isEqualTo(Digests.ofFile(jar));
        assertThat(verdict.get("plugin").asString()).isEqualTo("my-score");
        assertThat(verdict.get("requires").asString()).isEqualTo(">=1.0.0 & <2.0.0");
        assertThat(verdict.at("/components/0/kind").asString()).isEqualTo("confidence-score");
        assertThat(verdict.at("/components/0/name").asString()).isEqualTo("my-score");
        assertThat(verdict.get("problems").isEmpty()).isTrue();
    }

    @Test
    void theChecksumBesideItIsCompared() throws IOException {
        Files.writeString(folder.resolve("my-score.jar.sha256"), Digests.ofFile(jar) + "  my-score.jar\n");
        assertThat(verify().exitCode()).isZero();

        Files.writeString(folder.resolve("my-score.jar.sha256"), "00ff  my-score.jar\n");
        assertProblem("plugin my-score.jar: its SHA-256 is " + Digests.ofFile(jar) + ", my-score.jar.sha256 says 00ff\n"
                + "  It was changed or damaged: get or build it again.");
    }

    @Test
    void cutShort() throws IOException {
        byte[] bytes = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(verify().out()).contains("plugin my-score.jar: it is not a readable archive");
        assertThat(verify().exitCode()).isEqualTo(3);
    }

    @Test
    void withoutADescriptor() throws IOException {
        edit(jar, Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n\n"), List.of());

        assertProblem("plugin my-score.jar: it does not say what plugin it is"
                + "\n  Its manifest, or plugin.properties in a zip or folder, needs Plugin-Id and Plugin-Version.");
    }

    @Test
    void forAnotherWeir() throws IOException {
        manifest("Plugin-Requires: >=2.0.0");

        assertProblem("plugin my-score 0.1.0 asks for Weir >=2.0.0, this is Weir 1.0.0"
                + "\n  Take a version of the plugin that was built for this Weir.");
    }

    @Test
    void forAWeirThatNobodyCanRead() throws IOException {
        manifest("Plugin-Requires: one or two");

        assertThat(verify().out())
                .contains(
                        "plugin my-score.jar: what it says of versions cannot be read",
                        "\n  Write the host versions as Plugin-Requires: >=1.0.0 & <2.0.0, and its own as 1.2.3.\n");
    }

    @Test
    void forWhoKnowsWhichWeir() throws IOException {
        manifest("Plugin-License: none");

        assertProblem("plugin my-score 0.1.0 does not say which Weir it was built for"
                + "\n  Write Plugin-Requires: >=1.0.0 & <2.0.0 into its descriptor.");
    }

    @Test
    void offeringNothing() throws IOException {
        edit(jar, Map.of(), List.of("META-INF/extensions.idx"));

        assertProblem("plugin my-score 0.1.0 offers nothing"
                + "\n  Its META-INF/extensions.idx is missing or empty: annotate the components with @Extension and build"
                + " with PF4J's annotation processor.");
    }

    @Test
    void withoutTheClassThatItNames() throws IOException {
        edit(jar, Map.of(), List.of(CLASS));

        assertProblem("plugin my-score 0.1.0: its extension com.example.myscore.MyScore does not load:"
                + " java.lang.ClassNotFoundException: com.example.myscore.MyScore"
                + "\n  Build it against this Weir, with all classes it needs in the plugin.");
    }

    @ParameterizedTest
    @MethodSource("packed")
    void packingWhatIsNotIts(String entry, String said) throws IOException {
        edit(jar, Map.of(entry, "no class"), List.of());

        assertProblem(said);
    }

    static Stream<Arguments> packed() {
        return Stream.of(
                Arguments.of("dev/weir/api/Name.class", """
                        plugin my-score.jar: it packs dev.weir.api.Name, which the host provides
                          Give core-api, pf4j and slf4j the Maven scope 'provided'."""),
                Arguments.of("ch/qos/logback/classic/Logger.class", """
                        plugin my-score 0.1.0 packs ch.qos.logback.classic.Logger, a logging library
                          Log through slf4j-api, which the host provides, with the Maven scope 'provided'."""),
                Arguments.of("ai/djl/Model.class", """
                        plugin my-score 0.1.0 packs ai.djl.Model, a tensor library, and offers no model
                          A strategy sees arrays; engines are plugins of their own."""),
                Arguments.of("dev/weir/plugins/scores/NegativeEntropy.class", """
                        plugin my-score 0.1.0 packs dev.weir.plugins.scores.NegativeEntropy, which is the confidence \
                        score 'entropy' of plugin scores 1.0.0
                          A component of another plugin is named in YAML, not packed."""));
    }

    @Test
    void twiceInOneFolder() throws IOException {
        Files.copy(jar, folder.resolve("my-score-2.jar"));

        Ended ended = InProcess.weir(List.of(folder), "list");

        assertThat(ended.err()).isEqualTo("""
                the plugin 'my-score' is there twice: my-score-2.jar and my-score.jar
                  Remove the older one: a new version may have been put beside it.
                """);
        assertThat(ended.exitCode()).isEqualTo(3);
    }

    @Test
    void ofANameThatIsTaken() throws IOException {
        new PluginJar().extension("Mine", """
                        @Name("entropy")
                        public record Mine() implements ConfidenceScore {
                            public double[] scores(Outputs outputs) { return new double[outputs.rows()]; }
                        }
                        """).in(folder);
        jar = folder.resolve("bad.jar");

        assertProblem("plugin bad 0.1.0: the plugin scores 1.0.0 offers the confidence score 'entropy' already"
                + "\n  Rename it: names are unique within a kind.");
    }

    @Test
    void ofSettingsThatCannotBeReadOrAreNotSaid() throws IOException {
        new PluginJar().extension("Mine", """
                        @Name("mine")
                        public record Mine(
                                @Doc("who works") Thread worker,
                                int rounds,
                                @Default("often") @Doc("how often; at least 1") int times)
                                implements ConfidenceScore {
                            public double[] scores(Outputs outputs) { return new double[outputs.rows()]; }
                        }
                        """).in(folder);
        jar = folder.resolve("bad.jar");

        Ended ended = verify();

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.out()).endsWith("""
                plugin bad 0.1.0: the confidence score 'mine': the setting 'worker' is a java.lang.Thread, which is not \
                read from YAML
                  Settings are numbers, texts, truth values, paths, enums, records, components, sealed interfaces of \
                records, and lists, maps and Optionals of these.
                plugin bad 0.1.0: the confidence score 'mine': the default 'often' of the setting 'times' does not do: \
                must be a whole number, got 'often'
                  A default is what would stand in the file.
                plugin bad 0.1.0: the confidence score 'mine': the setting 'rounds' has no @Doc
                  Say what it is, its unit and its range.
                3 problems.
                """);
    }

    @ParameterizedTest
    @MethodSource("ours")
    void ourOwnPluginsWillDo(Path plugin) {
        Ended ended = InProcess.weir("plugin", "verify", plugin.toString());

        assertThat(ended.out()).endsWith(plugin + " will do.\n");
        assertThat(ended.exitCode()).isZero();
    }

    static List<Path> ours() throws IOException {
        try (Stream<Path> plugins = Files.list(InProcess.PLUGINS)) {
            return plugins.filter(plugin -> !plugin.toString().contains("engine-")) // natives are not read for this
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFileThatIsNotThere() {
        Ended ended = InProcess.weir("plugin", "verify", "no/such.jar");

        assertThat(ended.err()).startsWith("there is no file no/such.jar\n");
        assertThat(ended.exitCode()).isEqualTo(2);
    }

    private Ended verify() {
        return InProcess.weir("plugin", "verify", jar.toString());
    }

    /** This is said, and nothing else. */
    private void assertProblem(String said) {
        Ended ended = verify();

        assertThat(ended.out()).contains("\n" + said + "\n1 problem.\n");
        assertThat(ended.exitCode()).isEqualTo(3);
    }

    private void manifest(String lastLine) throws IOException {
        String text = "Manifest-Version: 1.0\nPlugin-Id: my-score\nPlugin-Version: 0.1.0\n" + lastLine + "\n\n";
        edit(jar, Map.of("META-INF/MANIFEST.MF", text), List.of());
    }

    private static void edit(Path jar, Map<String, String> written, List<String> removed) throws IOException {
        try (FileSystem inside = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            for (Map.Entry<String, String> entry : written.entrySet()) {
                Path path = inside.getPath(entry.getKey());
                Files.createDirectories(path.resolve("..").normalize());
                Files.write(path, entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
            for (String entry : removed) {
                Files.delete(inside.getPath(entry));
            }
        }
    }
}
