package dev.weir.plugins.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {
    private final List<String> lines = new ArrayList<>();
    private final AtomicBoolean told = new AtomicBoolean();

    @Test
    void theProcessorIsTakenWithoutLookingForAnother() {
        assertThat(DeviceChoice.of("cpu").on("X", () -> fail(), told, lines::add))
                .isEmpty();
    }

    private static int fail() {
        throw new AssertionError("looked for a GPU");
    }

    @Test
    void autoTakesTheFirstGpuAndFallsBackWithOneLine() {
        DeviceChoice auto = DeviceChoice.of("auto");

        assertThat(auto.on("X", () -> 2, told, lines::add)).isEqualTo(OptionalInt.of(0));
        assertThat(lines).isEmpty();
        assertThat(auto.on("X", () -> 0, told, lines::add)).isEmpty();
        assertThat(auto.on("X", () -> 0, told, lines::add)).isEmpty();
        assertThat(lines).containsExactly("device auto: X finds no GPU and uses the CPU");
    }

    @Test
    void aGpuThatIsNotThereIsRefused() {
        DeviceChoice third = DeviceChoice.of("gpu:3");

        assertThat(third.on("X", () -> 4, told, lines::add)).isEqualTo(OptionalInt.of(3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> third.on("X", () -> 0, told, lines::add))
                .withMessage("device: gpu:3, but X finds no GPU\nWrite auto to use one where there is one, or cpu.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> third.on("X", () -> 3, told, lines::add))
                .withMessageStartingWith("device: gpu:3, but X finds 3 GPUs, the first of them gpu:0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "gpu:", "gpu:-1", "gpu:a", "GPU:0", "cuda", "gpu:99999"})
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeviceChoice.of(text))
                .withMessageStartingWith("device must be auto, cpu or gpu:N, got " + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu", "gpu:0", "gpu:12"})
    void itIsWrittenAsItIsRead(String text) {
        assertThat(DeviceChoice.of(text)).hasToString(text);
    }
}
