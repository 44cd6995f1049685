package dev.weir.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputPlaceTest {
    @TempDir
    private Path home = Path.of("");

    @Test
    void aFolderThatIsThereAndOneThatIsNotYetCanBeWritten() {
        assertThat(OutputPlace.refusal(home)).isEmpty();
        assertThat(OutputPlace.refusal(home.resolve("a/b/c"))).isEmpty();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aFileIsNoFolderAndHoldsNone() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "mine");

        assertThat(OutputPlace.refusal(file)).contains(file + " is a file, not a folder");
        assertThat(OutputPlace.refusal(file.resolve("a/b"))).contains(file + " is a file, not a folder");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPlaceInWhichNothingCanBeMadeIsRefusedWhateverTheRights() {
        assertThat(OutputPlace.refusal(Path.of("/proc/weir/report")))
                .hasValueSatisfying(why -> assertThat(why).startsWith("nothing can be written into /proc ("));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No space left on device",
                "/a/b: Disk quota exceeded",
                "File too large",
                "There is not enough space on the disk"
            })
    void aFullDiskIsToldWithThePlaceAndTheRemedy(String said) {
        IOException failure = new IOException(said);

        assertThat(OutputPlace.explained(Path.of("out/digits"), failure))
                .hasCause(failure)
                .hasMessage("""
                the disk is full: out/digits cannot be written
                Free space there or choose another place. What stood there before is as it was.""");
    }

    @Test
    void whatFailedOtherwiseIsToldAsItIs() {
        IOException failure = new NoSuchFileException("a");

        assertThat(OutputPlace.explained(home, failure)).isSameAs(failure);
    }

    @Test
    void aCacheOnAFullDiskSaysWhereItIsAndKeepsNothingHalf() throws IOException {
        ModelCache cache = ModelCache.in(home.resolve("cache"));

        assertThatThrownBy(() -> cache.keep("key", folder -> {
                    Files.writeString(folder.resolve("weights"), "half");
                    throw new FileSystemException(
                            folder.resolve("weights").toString(), null, "No space left on device");
                }))
                .hasMessageStartingWith("the disk is full: " + home.resolve("cache") + " cannot be written\n");

        assertThat(home.resolve("cache/models")).isEmptyDirectory();
        assertThat(cache.find("key")).isEmpty();
    }
}
