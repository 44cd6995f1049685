package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.integration.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every job file that ships with Weir: checked, and run on a few of its rows. */
class ConfigsTest {
    private static final Path CONFIGS = Distribution.HOME.resolve("configs");

    @TempDir
    static Path work;

    @ParameterizedTest
    @MethodSource("configs")
    void everyConfigIsRightAndChecksWithoutNatives(Path config, @TempDir Path natives) throws Exception {
        assumeDataOf(config);
        Ended ended = Distribution.weir(work, natives, "check", config.toString());

        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        assertThat(natives).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("configs")
    void everyConfigRunsQuickly(Path config, @TempDir Path elsewhere) throws Exception {
        assumeDataOf(config);
        Ended ended = Distribution.weir(elsewhere, "run", "--quick", config.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("quick 1/1: ");
        try (Stream<Path> reports = Files.list(elsewhere.resolve("out"))) {
            assertThat(reports).singleElement().asString().endsWith("-quick");
        }
    }

    @Test
    void noConfigGoesUntested() throws IOException {
        assertThat(configs().map(config -> config.getFileName().toString()))
                .containsExactlyInAnyOrder(
                        "benchmark-digits.yaml",
                        "dawin-digits.yaml",
                        "dawin-encoders.yaml",
                        "dawin-fashion.yaml",
                        "digits-adaptive.yaml",
                        "digits-cascade.yaml",
                        "digits-copies.yaml",
                        "digits-exits.yaml",
                        "digits-gatekeeper.yaml",
                        "digits-interpolate.yaml",
                        "digits-merge.yaml",
                        "digits-mixed.yaml",
                        "digits-pool.yaml",
                        "digits-repeats.yaml",
                        "digits-tensorflow.yaml",
                        "digits-window.yaml",
                        "explore-recorded.yaml",
                        "fashion-mnist-cascade.yaml",
                        "gatekeeper-fashion-underfitted.yaml",
                        "gatekeeper-fashion-wellfitted.yaml",
                        "gatekeeper-reviews.yaml",
                        "gatekeeper-tokens-next.yaml",
                        "gatekeeper-tokens-sections.yaml",
                        "interpolate-recorded.yaml",
                        "lfc-images.yaml",
                        "lfc-texts.yaml",
                        "recorded-cascade.yaml",
                        "reviews-cascade.yaml",
                        "reviews-tokens.yaml",
                        "select-recorded.yaml",
                        "select-two-phase-matrix.yaml",
                        "select-two-phase.yaml",
                        "two-phase-images.yaml",
                        "window-fashion-mnist.yaml",
                        "zoo-to-cascade.yaml");
    }

    private static void assumeDataOf(Path config) throws Exception {
        boolean fetched = Files.exists(CONFIGS.resolve("data/fashion-mnist/train-images-idx3-ubyte.gz"));
        assumeTrue(
                fetched || !Files.readString(config).contains("data/fashion-mnist/"),
                "its data is not there; fetch it with configs/data/fetch-fashion-mnist");
        assumeTrue(
                Files.exists(CONFIGS.resolve("data/mnist/t10k-images-idx3-ubyte"))
                        || !Files.readString(config).contains("data/mnist/"),
                "its foreign examples are not there; fetch them with configs/data/fetch-mnist");
        assumeTrue(
                Files.exists(CONFIGS.resolve("data/texts/mails.csv"))
                        || !Files.readString(config).contains("data/texts/"),
                "its texts are not there; fetch them with configs/data/fetch-texts");
        if (Files.readString(config).contains("maven:")) {
            Ended check = Distribution.weirOffline(work, "check", config.toString());
            assumeFalse(
                    check.err().contains("is not in the local repository"),
                    "its encoders are not in the local repository; run the job once");
        }
    }

    static Stream<Path> configs() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : List.of(CONFIGS, CONFIGS.resolve("papers"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(found::add);
            }
        }
        return found.stream();
    }
}
