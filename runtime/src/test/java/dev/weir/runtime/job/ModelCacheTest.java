package dev.weir.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCacheTest {
    @TempDir
    Path folder;

    private ModelCache cache = ModelCache.off();

    @BeforeEach
    void keepOne() throws IOException {
        cache = ModelCache.in(folder);
        cache.keep("key", empty -> Files.writeString(empty.resolve("weights"), "1 2 3"));
    }

    @Test
    void findsWhatItKept() throws IOException {
        assertThat(cache.find("key"))
                .hasValueSatisfying(
                        model -> assertThat(model.resolve("weights")).hasContent("1 2 3"));
        assertThat(cache.find("another")).isEmpty();
    }

    @Test
    void refusesWhatWasChangedAndKeepsItAnew() throws IOException {
        Files.writeString(cache.find("key").orElseThrow().resolve("weights"), "1 2 4");

        assertThatIllegalArgumentException().isThrownBy(() -> cache.find("key")).withMessageContaining("was changed");

        cache.forget("key");
        assertThat(cache.find("key")).isEmpty();
        cache.keep("key", empty -> Files.writeString(empty.resolve("weights"), "1 2 3"));
        assertThat(cache.find("key")).isPresent();
    }

    @Test
    void aScratchCacheIsGoneWhenItIsClosed() throws IOException {
        Path kept;
        try (ModelCache scratch = ModelCache.scratch()) {
            scratch.keep("key", empty -> Files.writeString(empty.resolve("weights"), "1"));
            kept = scratch.find("key").orElseThrow();
            assertThat(kept).exists();
        }

        assertThat(kept).doesNotExist();
        assertThat(kept.resolve("../../..").normalize()).doesNotExist();
    }

    @Test
    void aCacheThatIsOffFindsNothing() throws IOException {
        ModelCache off = ModelCache.off();
        off.keep("key", empty -> Files.writeString(empty.resolve("weights"), "1"));

        assertThat(off.find("key")).isEmpty();
    }
}
