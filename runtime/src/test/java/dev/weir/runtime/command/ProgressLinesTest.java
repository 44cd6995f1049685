package dev.weir.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
    private final StringWriter text = new StringWriter();
    private final ProgressLines progress = new ProgressLines(new PrintWriter(text));

    @Test
    void aLineHasSecondsActivityStepAndDetail() {
        progress.report("training small", 1, 10, "loss 0.31");

        assertThat(lines()).singleElement().asString().matches(" +\\d+\\.\\d s  training small 1/10: loss 0\\.31");
    }

    @Test
    void aStepWithoutDetailEndsAfterItsNumber() {
        progress.report("evaluating", 1, 1, "");

        assertThat(lines()).singleElement().asString().endsWith(" s  evaluating 1/1");
    }

    @Test
    void workOfUnknownLengthHasNoTotal() {
        progress.report("predicting", 512, 0, "");

        assertThat(lines()).singleElement().asString().endsWith(" s  predicting 512");
    }

    @Test
    void ofManyQuickStepsTheFirstAndTheLastAreShown() {
        for (int step = 1; step <= 10_000; step++) {
            progress.report("training small", step, 10_000, "");
        }

        assertThat(lines()[0]).endsWith("training small 1/10000");
        assertThat(lines()[lines().length - 1]).endsWith("training small 10000/10000");
        assertThat(lines()).hasSizeLessThan(100); // one a second, on a machine that is asleep more often than not
    }

    @Test
    void everyNewActivityIsShownAtOnce() {
        progress.report("recording small", 1, 2, "calibration");
        progress.report("recording large", 1, 2, "calibration");
        progress.report("recording large", 2, 2, "test");

        assertThat(lines()).hasSize(3);
    }

    private String[] lines() {
        return text.toString().lines().toArray(String[]::new);
    }
}
