package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.integration.Distribution.Ended;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.job.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plugins that a job's file names, and the lock that holds what a job reads. */
class PluginsOfAJobTest {
    private static final String SCORE = """
            @Name("mine")
            public record Mine() implements ConfidenceScore {
                public double[] scores(Outputs outputs) { return outputs.logits().mapRows(row -> %s); }
            }
            """;

    /** One for all tests: Maven's classes ask for the user's home once. */
    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private Path job = Path.of("");
    private Path jar = Path.of("");

    @BeforeEach
    void writeAJobWithAPlugin() throws IOException {
        new PluginJar()
                .extension("Mine", SCORE.formatted("outputs.logits().max(row)"))
                .in(folder);
        jar = folder.resolve("bad.jar");
        Npy.write(folder.resolve("labels.npy"), new Labels(2, new int[] {0, 1, 1, 0}));
        Npy.write(folder.resolve("logits.npy"), new Logits(4, 2, new float[] {2, 1, 0, 1, 3, 1, 2, 0}));
        Npy.write(folder.resolve("test.npy"), new Logits(4, 2, new float[] {1, 2, 0, 1, 3, 1, 2, 0}));
        job = job("bad.jar");
    }

    private Path job(String plugin) throws IOException {
        return Files.writeString(folder.resolve("job.yaml"), """
                job: cascade
                plugins: [ "%s" ]
                data: { use: recorded, with: { calibration: { labels: labels.npy }, test: { labels: labels.npy } } }
                models:
                  small: { use: recorded, with: { calibration: logits.npy, test: test.npy } }
                  large: { use: recorded, with: { calibration: logits.npy, test: test.npy } }
                stages:
                  - { model: small, defer: { use: threshold, with: { score: mine, deferral-rate: 0.5 } } }
                  - { model: large }
                report: %s
                """.formatted(plugin, folder.resolve("out")));
    }

    @Test
    void aPluginByPathIsUsedInItsJobAlone() throws IOException {
        Ended ended = InProcess.weir("run", job.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(report().at("/plugins/bad").asString()).isEqualTo("0.1.0");
        assertThat(InProcess.weir("list").out()).doesNotContain("mine");
    }

    @Test
    void aPluginByCoordinateComesFromTheUsersRepository() throws IOException {
        Path artifact = Files.createDirectories(home.resolve(".m2/repository/com/acme/mine/0.1.0"));
        Files.move(jar, artifact.resolve("mine-0.1.0.jar"));
        job("maven:com.acme:mine:0.1.0");

        Ended ended = atHome("run");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(report().at("/plugins/bad").asString()).isEqualTo("0.1.0");
    }

    @Test
    void aPluginByCoordinatePassesTheSameChecks() throws IOException {
        Path artifact = Files.createDirectories(home.resolve(".m2/repository/com/acme/mine/0.2.0"));
        new PluginJar().entry("dev/weir/api/Name.class", new byte[1]).in(artifact);
        Files.move(artifact.resolve("bad.jar"), artifact.resolve("mine-0.2.0.jar"));
        job("maven:com.acme:mine:0.2.0");

        Ended ended = atHome("check");

        assertThat(ended.err()).isEqualTo("""
                plugin mine-0.2.0.jar: it packs dev.weir.api.Name, which the host provides
                  Give core-api, pf4j and slf4j the Maven scope 'provided'.
                """);
        assertThat(ended.exitCode()).isEqualTo(3);
    }

    private Ended atHome(String command) {
        String before = System.getProperty("user.home");
        System.setProperty("user.home", home.toString());
        try {
            return InProcess.weir(command, job.toString());
        } finally {
            System.setProperty("user.home", before);
        }
    }

    @Test
    void whatIsNoCoordinateAndWhatIsNotThereAreToldByTheirPlace() throws IOException {
        assertThat(checked("maven:mine")).isEqualTo("""
                job.yaml:2:12: plugins[0]: is no Maven coordinate, got 'maven:mine'
                  Write maven:group:artifact:version!/path/in/the/jar, or leave !/... out for the artifact itself.
                1 problem; nothing was run.
                """);
        assertThat(checked("none.jar")).isEqualTo("""
                job.yaml:2:12: plugins[0]: there is no file 'none.jar'
                  A path is relative to the folder of the YAML file. Write plugins: [ maven:group:artifact:version ].
                1 problem; nothing was run.
                """);
        assertThat(checked("labels.npy")).isEqualTo("""
                job.yaml:2:12: plugins[0]: must be a jar, got 'labels.npy'
                  A plugin that is a zip or a folder is put into the plugin folder, or named by --plugins.
                1 problem; nothing was run.
                """);
    }

    private String checked(String plugin) throws IOException {
        return said(InProcess.weir("check", job(plugin).toString()));
    }

    @Test
    void aLockHoldsWhatTheJobReads() throws IOException {
        Ended ended = InProcess.weir("lock", job.toString());

        assertThat(ended.out().replace(folder + "/", "")).isEqualTo("job.lock holds 4 plugins, 3 files.\n");
        JsonNode lock = JsonMapper.shared().readTree(Files.readString(folder.resolve("job.lock")));
        assertThat(lock.get("weir").asString()).isEqualTo("1.0.0");
        assertThat(lock.at("/plugins/bad/version").asString()).isEqualTo("0.1.0");
        assertThat(lock.at("/plugins/bad/sha256").asString()).isEqualTo(Digests.ofFile(jar));
        assertThat(lock.at("/files/test.npy").asString()).isEqualTo(Digests.ofFile(folder.resolve("test.npy")));
        assertThat(InProcess.weir("run", job.toString()).exitCode()).isZero();
        assertThat(InProcess.weir("run", "--quick", job.toString()).exitCode()).isZero();
    }

    @Test
    void aRunRefusesWhatIsNotAsItWasLockedAndSaysWhatChanged() throws IOException {
        InProcess.weir("lock", job.toString());
        String plugin = Digests.ofFile(jar);
        String data = Digests.ofFile(folder.resolve("test.npy"));
        Npy.write(folder.resolve("test.npy"), new Logits(4, 2, new float[] {5, 2, 0, 1, 3, 1, 2, 0}));
        new PluginJar()
                .extension("Mine", SCORE.formatted("-outputs.logits().max(row)"))
                .in(folder);

        Ended ended = InProcess.weir("run", job.toString());

        String remedy = "  Put back what was locked; or, if the change is meant: weir lock job.yaml\n";
        assertThat(said(ended))
                .isEqualTo("job.lock: plugins.bad: is locked as 0.1.0 " + plugin + ", and is 0.1.0 "
                        + Digests.ofFile(jar) + "\n" + remedy + "job.lock: files.test.npy: is locked as " + data
                        + ", and is " + Digests.ofFile(folder.resolve("test.npy")) + "\n" + remedy
                        + "2 problems; nothing was run.\n");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(folder.resolve("out")).doesNotExist();

        InProcess.weir("lock", job.toString());
        assertThat(InProcess.weir("check", job.toString()).exitCode()).isZero();
    }

    @Test
    void aFileThatIsNewAndOneThatIsGoneAreDriftToo() throws IOException {
        InProcess.weir("lock", job.toString());
        Files.move(folder.resolve("logits.npy"), folder.resolve("others.npy"));
        Files.writeString(job, Files.readString(job).replace("logits.npy", "others.npy"));

        assertThat(said(InProcess.weir("check", job.toString())))
                .contains(
                        "job.lock: files.logits.npy: is locked, and not used\n",
                        "job.lock: files.others.npy: is not locked, and is ");
    }

    @Test
    void aLockThatIsNoneIsRefused() throws IOException {
        Files.writeString(folder.resolve("job.lock"), "{ \"weir\": \"1.0.0\" }");

        Ended ended = InProcess.weir("run", job.toString());

        assertThat(said(ended))
                .startsWith("job.lock: is no lock of a job: its plugins with")
                .endsWith("""
                  Put back what was locked; or, if the change is meant: weir lock job.yaml
                1 problem; nothing was run.
                """);
        assertThat(ended.exitCode()).isEqualTo(2);
    }

    private String said(Ended ended) {
        return ended.err().replace(folder + "/", "");
    }

    private JsonNode report() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve("out/report.json")));
    }
}
