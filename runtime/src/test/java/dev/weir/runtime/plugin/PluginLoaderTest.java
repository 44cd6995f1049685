package dev.weir.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

class PluginLoaderTest {
    private static final PluginInfo INFO = new PluginInfo("scores", "1.2.3", Path.of("scores.jar"));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aFolderThatIsNotThereIsRefused() {
        Path missing = folder.resolve("none");

        refused(
                missing,
                "there is no plugin folder " + missing + "\n  Name a folder that holds plugin jars, zips or folders.");
    }

    @Test
    void anEmptyFolderOffersNothing() throws IOException {
        Files.writeString(folder.resolve("README.md"), "no plugin");
        Files.createDirectory(folder.resolve(".hidden"));

        assertThat(PluginLoader.load(List.of(folder)).components()).isEmpty();
    }

    @Test
    void aJarThatIsNoPluginIsRefused() throws IOException {
        Jars.write(folder.resolve("plain.jar"), "META-INF/MANIFEST.MF:Manifest-Version: 1.0\n", "a.txt:a");

        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> PluginLoader.load(List.of(folder)))
                .withMessageStartingWith("plugin plain.jar: it does not say what plugin it is\n");
    }

    @Test
    void aPluginForAnotherWeirIsRefused() throws IOException {
        Jars.write(folder.resolve("scores.jar"), Jars.manifest("scores", ">=2.0.0"));

        refused(
                folder,
                "plugin scores 1.2.3 asks for Weir >=2.0.0, this is Weir 1.0.0\n"
                        + "  Take a version of the plugin that was built for this Weir.");
    }

    @Test
    void aPluginThatOffersNothingIsRefused() throws IOException {
        Jars.write(folder.resolve("scores.jar"), Jars.manifest("scores", ""));

        refused(
                folder,
                "plugin scores 1.2.3 offers nothing\n  Its META-INF/extensions.idx is missing or empty: annotate"
                        + " the components with @Extension and build with PF4J's annotation processor.");
    }

    @Test
    void anExtensionWhoseClassIsMissingIsRefused() throws IOException {
        Jars.write(
                folder.resolve("scores.jar"), Jars.manifest("scores", ""), "META-INF/extensions.idx:dev.mine.Score\n");

        refused(
                folder,
                "plugin scores 1.2.3: its extension dev.mine.Score does not load:"
                        + " java.lang.ClassNotFoundException: dev.mine.Score\n"
                        + "  Build it against this Weir, with all classes it needs in the plugin.");
    }

    @Test
    void twoPluginsOfOneIdAreRefused() throws IOException {
        Jars.write(folder.resolve("a.jar"), Jars.manifest("scores", ""));
        Jars.write(folder.resolve("b.jar"), Jars.manifest("scores", ""));

        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> PluginLoader.load(List.of(folder)))
                .withMessageStartingWith("the plugin 'scores' is there twice: a.jar and b.jar\n");
    }

    @Test
    void aStartedPluginPasses() {
        assertThatCode(() -> PluginLoader.requireStarted(INFO, plugin(PluginState.STARTED)))
                .doesNotThrowAnyException();
    }

    @Test
    void aPluginThatFailsToStartIsRefusedWithItsCause() {
        PluginWrapper plugin = plugin(PluginState.FAILED);
        IllegalStateException cause = new IllegalStateException("no licence");
        when(plugin.getFailedException()).thenReturn(cause);

        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> PluginLoader.requireStarted(INFO, plugin))
                .withMessage("plugin scores 1.2.3 does not start: java.lang.IllegalStateException: no licence")
                .withCause(cause);
    }

    @Test
    void aPluginThatIsLeftBehindWithoutACauseIsRefusedWithItsState() {
        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> PluginLoader.requireStarted(INFO, plugin(PluginState.RESOLVED)))
                .withMessage("plugin scores 1.2.3 does not start: it is RESOLVED");
    }

    private static PluginWrapper plugin(PluginState state) {
        PluginWrapper plugin = mock();
        PluginDescriptor descriptor = mock();
        when(plugin.getPluginState()).thenReturn(state);
        when(plugin.getDescriptor()).thenReturn(descriptor);
        when(descriptor.getRequires()).thenReturn("*");
        return plugin;
    }

    private static void refused(Path folder, String message) {
        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> PluginLoader.load(List.of(folder)))
                .withMessage(message);
    }
}
