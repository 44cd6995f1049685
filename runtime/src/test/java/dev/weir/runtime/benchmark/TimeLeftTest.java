package dev.weir.runtime.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
    private final List<String> said = new ArrayList<>();
    private long nanos;

    @Test
    void whatIsLeftTakesAsLongAsWhatIsDone() {
        Progress progress = (activity, done, total, detail) -> said.add(detail);
        TimeLeft time = new TimeLeft(progress, 100, () -> nanos);
        Progress first = time.of(20);
        first.report("a", 0, 4, "");
        nanos = 10_000_000_000L;
        first.report("a", 2, 4, "loss 1"); // 10 units in 10 s, 90 left
        time.done(20);
        nanos = 40_000_000_000L;
        time.of(80).report("b", 1, 4, ""); // 40 units in 40 s, 60 left
        nanos = 400_000_000_000L;
        time.of(80).report("b", 1, 4, ""); // 40 units in 400 s, 60 left

        assertThat(said)
                .containsExactly(
                        "time left not known yet",
                        "loss 1, about 2 min left in all",
                        "about 60 s left in all",
                        "about 10 min left in all");
    }
}
