package dev.weir.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.RecordedRows;
import dev.weir.api.Texts;
import dev.weir.api.TokenIds;
import dev.weir.api.data.Examples;
import dev.weir.runtime.plugin.PluginInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestsTest {
    private static final String OF_WEIR = "9e1bd4e58bdc27cb9abf4c558b21963a3f3fb6b08c715e8e2bb6c795162994bc";
    private static final Labels LABELS = new Labels(2, new int[] {0, 1});

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aTextAndAFileAreDigestedByTheirBytes() throws IOException { // printf weir | sha256sum
        assertThat(Digests.ofText("weir")).isEqualTo(OF_WEIR);
        assertThat(Digests.ofFile(Files.writeString(folder.resolve("name"), "weir")))
                .isEqualTo(OF_WEIR);
    }

    @Test
    void aFileLargerThanABufferIsDigestedWhole() throws IOException {
        String text = "weir".repeat(50_000);

        assertThat(Digests.ofFile(Files.writeString(folder.resolve("long"), text)))
                .isEqualTo(Digests.ofText(text));
    }

    @Test
    void examplesOfEveryKindDifferWithTheirContentLabelsAndOrder() {
        List<Inputs> kinds = List.of(
                new FloatTensor(2, new int[] {2}, new float[] {1, 2, 3, 4}),
                new TokenIds(2, 2, new int[] {1, 2, 3, 4}, new boolean[] {true, true, true, false}),
                new Texts(List.of("a", "b")),
                RecordedRows.all("test", 2));

        for (Inputs inputs : kinds) {
            assertThat(Stream.of(
                                    new Examples(inputs, LABELS),
                                    new Examples(inputs, new Labels(2, new int[] {1, 1})),
                                    new Examples(inputs, LABELS).select(new int[] {1, 0}),
                                    new Examples(inputs, LABELS).select(new int[] {0}))
                            .map(Digests::ofExamples))
                    .doesNotHaveDuplicates();
        }
        assertThat(kinds.stream().map(inputs -> Digests.ofExamples(new Examples(inputs, LABELS))))
                .doesNotHaveDuplicates();
    }

    @Test
    void equalExamplesHaveEqualDigests() {
        assertThat(Digests.ofExamples(new Examples(new Texts(List.of("a", "b")), LABELS)))
                .isEqualTo(Digests.ofExamples(new Examples(new Texts(List.of("a", "b")), LABELS)));
    }

    @Test
    void aPluginsDigestChangesWithContentAndNamesAndNotWithThePlace() throws IOException {
        Path engine = folder.resolve("engine");
        Files.createDirectories(engine.resolve("lib"));
        Files.writeString(engine.resolve("plugin.properties"), "plugin.id=engine");
        Files.writeString(engine.resolve("lib/a.jar"), "a");
        String digest = ofPlugin(engine);
        Path moved = Files.move(engine, folder.resolve("moved"));

        assertThat(ofPlugin(moved)).isEqualTo(digest);
        Files.move(moved.resolve("lib/a.jar"), moved.resolve("lib/b.jar"));
        assertThat(ofPlugin(moved)).isNotEqualTo(digest);
        Files.move(moved.resolve("lib/b.jar"), moved.resolve("lib/a.jar"));
        assertThat(ofPlugin(moved)).isEqualTo(digest);
        Files.writeString(moved.resolve("plugin.properties"), "plugin.id=other");
        assertThat(ofPlugin(moved)).isNotEqualTo(digest);
    }

    private static String ofPlugin(Path path) {
        return Digests.ofPlugin(new PluginInfo("engine", "1.0.0", path));
    }
}
