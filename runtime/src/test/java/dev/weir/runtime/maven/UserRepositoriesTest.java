package dev.weir.runtime.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user whose Maven settings name one repository, which is a folder: nothing is fetched from any network. */
class UserRepositoriesTest {
    private static final String ARTIFACT = "org.example:net:onnx:1.0";

    @TempDir
    private Path folder;

    private final List<String> fetched = new ArrayList<>();

    @BeforeEach
    void makeTheUser() throws IOException {
        Path settings = folder.resolve("home/.m2/settings.xml");
        Files.createDirectories(settings.resolveSibling(""));
        Files.writeString(settings, """
                <settings>
                  <mirrors>
                    <mirror><id>shelf</id><mirrorOf>*</mirrorOf><url>%s</url></mirror>
                  </mirrors>
                </settings>
                """.formatted(folder.resolve("shelf").toUri()));
    }

    /** Puts the artifact on the shelf. */
    private void publish(String content, String checksum) throws IOException {
        Path file = folder.resolve("shelf/org/example/net/1.0/net-1.0.onnx");
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, content);
        Files.writeString(file.resolveSibling("net-1.0.onnx.sha1"), checksum);
    }

    private static String sha1(String content) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-1").digest(content.getBytes(StandardCharsets.UTF_8)));
    }

    private Path get(boolean offline) {
        Progress progress = (activity, done, total, detail) -> fetched.add(activity + " " + detail);
        return new UserRepositories(
                        offline,
                        progress,
                        overrides -> overrides
                                .withUserSettingsXmlOverride(folder.resolve("home/.m2/settings.xml"))
                                .withLocalRepositoryOverride(folder.resolve("home/.m2/repository")))
                .get(ARTIFACT);
    }

    @Test
    void anArtifactIsFetchedOnceAndIsThereOffline() throws Exception {
        publish("a model", sha1("a model"));

        Path found = get(false);

        assertThat(found).hasContent("a model").startsWith(folder.resolve("home"));
        assertThat(fetched).containsExactly("fetching org.example:net:onnx:1.0");
        assertThat(get(true)).isEqualTo(found);
        assertThat(get(false)).isEqualTo(found);
        assertThat(fetched).hasSize(1);
    }

    @Test
    void anArtifactWhoseChecksumIsWrongOrMissingIsRefusedAndNotKept() throws Exception {
        String message = "the checksum of org.example:net:onnx:1.0 is wrong or missing, so it was not kept"
                + "\nWhat a repository or a proxy gave is damaged: try again, or name another version.";

        publish("a model", sha1("another model"));
        assertRefused(false, message);
        Files.delete(folder.resolve("shelf/org/example/net/1.0/net-1.0.onnx.sha1"));
        assertRefused(false, message);

        publish("a model", sha1("a model"));
        assertThat(get(false)).hasContent("a model");
    }

    @Test
    void anArtifactThatDoesNotExistIsRefusedByTheRepositoriesThatWereAsked() {
        assertRefused(
                false,
                "there is no artifact org.example:net:onnx:1.0 in the repositories of your Maven settings: shelf"
                        + "\nCheck group, artifact and version.");
    }

    @Test
    void anArtifactThatWasNeverFetchedIsRefusedOfflineWithTheCommandThatFetchesIt() throws Exception {
        publish("a model", sha1("a model"));

        assertRefused(
                true,
                "org.example:net:onnx:1.0 is not in the local repository " + folder.resolve("home/.m2/repository")
                        + ", and Maven is offline\nRun it once with the network, or: mvn dependency:get"
                        + " -Dtransitive=false -Dartifact=org.example:net:onnx:1.0");
        assertThat(fetched).isEmpty();
    }

    private void assertRefused(boolean offline, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> get(offline)).withMessage(message);
    }
}
