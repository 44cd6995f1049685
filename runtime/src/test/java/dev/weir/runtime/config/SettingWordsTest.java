package dev.weir.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Default;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.runtime.config.Sample.Ends;
import dev.weir.runtime.config.Sample.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SettingWordsTest {

    enum Average {
        MEAN,
        LOG_MEAN
    }

    record Everything(
            @Default("0.2") double width,
            long seed,
            OptionalDouble rate,
            OptionalInt epochs,
            @Default("true") boolean bias,
            String label,
            Path file,
            @Default("mean") Average average,
            @Default("[16, 32]") List<Integer> hidden,
            Map<String, Ends> windows,
            Optional<ConfidenceScore> score,
            Target target) {}

    @Test
    void sayWhatToWriteAndWhetherItMayBeLeftOut() {
        assertThat(Setting.of(Everything.class))
                .extracting(setting -> setting.key() + ": " + SettingWords.of(setting))
                .containsExactly(
                        "width: a number, default 0.2",
                        "seed: a whole number, required",
                        "rate: a number, may be left out",
                        "epochs: a whole number, may be left out",
                        "bias: true or false, default true",
                        "label: a text, required",
                        "file: the path of a file, required",
                        "average: one of mean, log-mean, default mean",
                        "hidden: a list, each a whole number, default [16, 32]",
                        "windows: a mapping of names, each a mapping with high, low, required",
                        "score: a confidence score, may be left out",
                        "target: one of coverage-at-risk, risk-at-coverage, anything, required");
    }
}
