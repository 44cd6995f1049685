package dev.weir.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginArchiveTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void anOrdinaryJarAndAnOrdinaryFolderPass() throws IOException {
        new PluginArchive(
                        Jars.write(folder.resolve("scores.jar"), Jars.manifest("scores", ""), "dev/mine/Score.class:x"))
                .check();
        new PluginArchive(engine()).check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.sh", "lib/../../evil.sh", "/etc/evil", "..\\evil.sh"})
    void anEntryThatWouldBeUnpackedElsewhereIsRefused(String entry) throws IOException {
        refused(
                Jars.write(folder.resolve("a.zip"), entry),
                "plugin a.zip: its entry '" + entry + "' would be unpacked outside its folder\n  It was not opened.");
    }

    @Test
    void anEntryWithDotsInItsNameIsOrdinary() throws IOException {
        new PluginArchive(Jars.write(folder.resolve("a.zip"), "lib/a..b.jar", "..hidden")).check();
    }

    @Test
    void anArchiveInWhichNothingSaysWhatPluginItIsIsRefused() throws IOException {
        Path file = Jars.write(folder.resolve("a.jar"), "one.txt:1");

        assertThatThrownBy(() -> new PluginArchive(file).requireDescriptor())
                .isInstanceOf(PluginException.class)
                .hasMessage("plugin a.jar: it does not say what plugin it is\n  Its manifest, or plugin.properties in a"
                        + " zip or folder, needs Plugin-Id and Plugin-Version.");
    }

    @Test
    void anEntryThatStandsTwiceIsRefused() throws IOException {
        Path file = Jars.write(folder.resolve("a.jar"), "one.txt:1", "two.txt:2");
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1); // no writer of Java writes a name twice
        Files.writeString(file, bytes.replace("two.txt", "one.txt"), StandardCharsets.ISO_8859_1);

        refused(file, "plugin a.jar: it has the entry 'one.txt' twice\n  It was not opened.");
    }

    @Test
    void anArchiveThatUnpacksToMuchMoreThanItIsIsRefused() throws IOException {
        refused(
                Jars.write(folder.resolve("bomb.zip"), "zeros.txt:" + "0".repeat(65 << 20)),
                "plugin bomb.zip: it unpacks to more than a plugin can need ('zeros.txt')\n  It was not opened.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.weir.api.Logits", "dev.weir.runtime.Weir", "org.pf4j.Plugin", "org.slf4j.Logger"})
    void aClassThatTheHostProvidesIsRefused(String packed) throws IOException {
        refused(
                Jars.write(folder.resolve("fat.jar"), packed.replace('.', '/') + ".class:x"),
                "plugin fat.jar: it packs " + packed + ", which the host provides\n"
                        + "  Give core-api, pf4j and slf4j the Maven scope 'provided'.");
    }

    @Test
    void aClassThatTheHostProvidesIsRefusedAlsoInAFolder() throws IOException {
        Path packed = engine();
        Jars.write(packed.resolve("lib/core-api.jar"), "dev/weir/api/Logits.class:x");
        Path unpacked = Files.createDirectories(folder.resolve("other/classes/dev/weir/api"));
        Files.createFile(unpacked.resolve("Logits.class"));
        Files.createFile(folder.resolve("other/plugin.properties"));

        refused(
                packed,
                "plugin core-api.jar: it packs dev.weir.api.Logits, which the host provides\n"
                        + "  Give core-api, pf4j and slf4j the Maven scope 'provided'.");
        refused(
                folder.resolve("other"),
                "plugin other: it packs dev.weir.api.Logits, which the host provides\n"
                        + "  Give core-api, pf4j and slf4j the Maven scope 'provided'.");
    }

    @Test
    void aFolderWithoutItsPropertiesIsRefused() throws IOException {
        refused(
                Files.createDirectory(folder.resolve("notes")),
                "plugin folder notes: it has no plugin.properties\n"
                        + "  Every folder among the plugins is a plugin; move others elsewhere.");
    }

    @Test
    void aFileThatIsNoArchiveIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("half.jar"), "half a download");

        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> new PluginArchive(file).check())
                .withMessageStartingWith("plugin half.jar: it is not a readable archive (")
                .withMessageEndingWith(")\n  Build or copy it again.");
    }

    /** A plugin folder with a jar in its lib. */
    private Path engine() throws IOException {
        Path engine = folder.resolve("engine");
        Files.createDirectories(engine.resolve("lib"));
        Files.writeString(engine.resolve("plugin.properties"), "plugin.id=engine");
        Jars.write(engine.resolve("lib/a.jar"), "a.txt:a");
        return engine;
    }

    private static void refused(Path path, String message) {
        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> new PluginArchive(path).check())
                .withMessage(message);
    }
}
