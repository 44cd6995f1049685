package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.integration.Distribution.Ended;
import dev.weir.runtime.plugin.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What {@code weir plugin new} writes, and what it refuses. */
class ScaffoldTest {

    @TempDir
    Path folder;

    static List<Kind> kinds() {
        return Kind.listed();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theProjectOfEveryKindCompilesKeepsItsContractAndIsUsedByItsJob(Kind kind) throws IOException {
        OutsideProject project = OutsideProject.make("my-own", kind, folder);
        project.compile();

        TestExecutionSummary tests = project.test();
        assertThat(tests.getFailures())
                .as("of %d tests", tests.getTestsFoundCount())
                .extracting(failure -> failure.getTestIdentifier().getDisplayName() + ": " + failure.getException())
                .isEmpty();
        assertThat(tests.getTestsSucceededCount()).isGreaterThan(4); // the kit's and its own

        Path jar = project.pack();
        Ended verified = InProcess.weir("plugin", "verify", jar.toString());
        assertThat(verified.out())
                .startsWith("plugin my-own 0.1.0, for Weir >=1.0.0 & <2.0.0\n  offers the " + kind.words()
                        + " 'my-own'\n  SHA-256 ");
        assertThat(verified.out()).endsWith(jar + " will do.\n");
        assertThat(verified.exitCode()).isZero();

        Ended checked = InProcess.weir(
                List.of(InProcess.PLUGINS, jar), "check", project.job().toString());
        assertThat(checked.err()).isEmpty();
        assertThat(checked.exitCode()).isZero();
    }

    @Test
    void aConfidenceScoreTakesFewerThanThirtyLinesByHand() throws IOException {
        OutsideProject project = OutsideProject.make("my-score", Kind.CONFIDENCE_SCORE, folder);

        List<String> lines =
                Files.readAllLines(project.folder().resolve("src/main/java/com/example/myscore/MyScore.java"));

        assertThat(lines.stream().filter(line -> !line.isBlank() && !line.startsWith("import ")))
                .hasSizeLessThan(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MyScore", "my_score", "-my-score", "my--score", "9-lives", "", "../my-score"})
    void aNameIsInKebabCase(String name) {
        Ended ended = refused(name);

        assertThat(ended.err()).isEqualTo("""
                a name is in kebab-case, got '%s'
                  For example my-score: it is what a YAML file says.
                Nothing was written.
                """.formatted(name));
        assertThat(ended.exitCode()).isEqualTo(2);
    }

    @Test
    void aNameThatIsAWordOfJavaIsNoPackage() {
        assertThat(refused("class").err()).startsWith("'com.example.class' would be the package, and is none\n");
    }

    @Test
    void aNameThatTheCodeUsesAlready() {
        assertThat(refused("outputs").err()).isEqualTo("""
                'outputs' would be the class Outputs, which is another one there
                  Choose another name, such as my-outputs.
                Nothing was written.
                """);
    }

    @Test
    void aNameThatIsTaken() {
        assertThat(refused("entropy").err()).isEqualTo("""
                the plugin scores 1.0.0 offers the confidence score 'entropy' already
                  Choose another name: names are unique within a kind.
                Nothing was written.
                """);
        assertThat(refused("scores").err()).startsWith("there is a plugin scores 1.0.0 already\n");
    }

    @Test
    void aFolderThatIsThereIsLeftAlone() throws IOException {
        Path mine = Files.writeString(
                Files.createDirectory(folder.resolve("my-score")).resolve("mine"), "my work");

        Ended ended = refused("my-score");

        assertThat(ended.err()).startsWith("there is a 'my-score' in " + folder + " already\n");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(mine).hasContent("my work");
    }

    @Test
    void aKindThatIsAlmostRight() {
        Ended ended = InProcess.weir("plugin", "new", "my-score", "--kind", "confidence-scores");

        assertThat(ended.err())
                .startsWith(
                        "no kind is named 'confidence-scores'. Did you mean 'confidence-score'? Kinds: calibrator, ");
        assertThat(ended.exitCode()).isEqualTo(2);
    }

    @Test
    void aHomeThatIsNoWeir() {
        Ended ended =
                InProcess.weir("plugin", "new", "my-score", "--kind", "confidence-score", "--home", folder.toString());

        assertThat(ended.err())
                .startsWith("--home: " + folder + " is no Weir: it has no folder repository/dev/weir.\n");
    }

    /** Asks for a score of this name; nothing is left in the folder. */
    private Ended refused(String name) {
        return InProcess.weir(
                "plugin",
                "new",
                "--kind",
                "confidence-score",
                "--into",
                folder.toString(),
                "--home",
                Distribution.HOME.toString(),
                "--",
                name);
    }
}
