package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.integration.Distribution.Ended;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The README's chapter "Write your own", followed to the letter: outside the tree, with Maven, without a network. Maven
 * has a local repository of the test's own, filled from the one that built Weir and from the distribution.
 */
class WriteYourOwnTest {
    private static final Path REPOSITORY = Path.of("target/maven-repository").toAbsolutePath();
    private static final Pattern CHAPTER = Pattern.compile("<!-- write your own -->\n```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void theChapterIsFollowedToTheLetter() throws IOException, InterruptedException {
        Path maven = maven();
        Path home = distribution(folder.resolve("weir"));
        Path tools = Files.createDirectory(folder.resolve("tools"));
        executable(tools.resolve("mvn"), """
                #!/bin/sh
                exec '%s' -o -Daether.offline.protocols=file -Dmaven.repo.local='%s' -s '%s' "$@"
                """.formatted(maven, REPOSITORY, settings()));
        Path work = Files.createDirectory(folder.resolve("work"));
        Path script = Files.writeString(folder.resolve("chapter.sh"), "set -eu\n" + chapter());

        Ended ended = sh(script, work, home.resolve("bin") + File.pathSeparator + tools);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .contains(
                        "my-score: a plugin that offers the confidence score 'my-score'.",
                        "plugin my-score 0.1.0, for Weir >=1.0.0 & <2.0.0\n  offers the confidence score 'my-score'",
                        "target/my-score-0.1.0.jar will do.",
                        "  my-score       my-score 0.1.0           the largest probability",
                        "Report: ");
        JsonNode report =
                JsonMapper.shared().readTree(Files.readString(work.resolve("my-score/out/my-score/report.json")));
        assertThat(report.at("/plugins/my-score").asString()).isEqualTo("0.1.0");
        assertThat(report.at("/plugins/data").asString()).isEqualTo("1.0.0"); // ours beside it
        assertThat(report.at("/stages/0/rule/score/use").asString()).isEqualTo("my-score");
        assertThat(report.at("/cascade/accuracy").asDouble()).isGreaterThan(0.9);
    }

    private static String chapter() throws IOException {
        Matcher chapter = CHAPTER.matcher(Files.readString(Path.of("../README.md")));
        assertThat(chapter.find()).isTrue();
        return chapter.group(1);
    }

    private static Path maven() {
        String path = String.valueOf(System.getenv("PATH"));
        Path found = Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, "mvn"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of(""));
        Assumptions.assumeTrue(Files.isExecutable(found), "there is no mvn on the path");
        return found;
    }

    /** The distribution, with a plugin folder that something can be dropped into. */
    private static Path distribution(Path home) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        executable(home.resolve("bin/weir"), Files.readString(Distribution.HOME.resolve("bin/weir")));
        for (String same : List.of("lib", "configs", "repository")) {
            Files.createSymbolicLink(home.resolve(same), Distribution.HOME.resolve(same));
        }
        Path plugins = Files.createDirectory(home.resolve("plugins"));
        try (Stream<Path> all = Files.list(Distribution.HOME.resolve("plugins"))) {
            for (Path plugin : all.toList()) {
                Files.createSymbolicLink(plugins.resolve(plugin.getFileName()), plugin);
            }
        }
        return home;
    }

    /** Central is the local repository of the Maven that runs these tests; what an earlier build left of Weir goes. */
    private static Path settings() throws IOException {
        String local = System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository");
        Path weirs = REPOSITORY.resolve("dev/weir");
        if (Files.isDirectory(weirs)) {
            try (Stream<Path> old = Files.walk(weirs)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(REPOSITORY);
        return Files.writeString(REPOSITORY.resolveSibling("maven-settings.xml"), """
                <settings>
                  <mirrors>
                    <mirror><id>local</id><mirrorOf>central</mirrorOf><url>%s</url></mirror>
                  </mirrors>
                </settings>
                """.formatted(
                        Path.of(local).toUri()));
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ended sh(Path script, Path work, String firstOnPath) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString())
                .directory(work.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("PATH", firstOnPath + File.pathSeparator + System.getenv("PATH"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("WEIR_CACHE", folder.resolve("cache").toString());
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1");
        Process process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("the chapter did not end in five minutes");
        }
        return new Ended(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
