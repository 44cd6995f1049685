package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.RecordedRows;
import dev.weir.api.Texts;
import dev.weir.api.TokenIds;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.DataSourceContract;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputReader;
import dev.weir.api.data.InputTransform;
import dev.weir.api.data.Parts;
import dev.weir.plugins.data.UnionSource.UnionPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnionSourceTest implements DataSourceContract {
    @Override
    public DataSource source(Path in) {
        return union(
                0,
                new UnionPart(known("train", counting(0, 10)), 0.5, List.of()),
                part(known("test", counting(50, 3))));
    }

    private static UnionPart part(DataSource source) {
        return new UnionPart(source, 1, List.of());
    }

    private static UnionSource union(long seed, UnionPart... parts) {
        return new UnionSource(List.of(parts), seed);
    }

    /** Rows of one number each: {@code from, from + 1, ...}. */
    private static FloatTensor counting(int from, int rows) {
        float[] values = new float[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = from + row;
        }
        return new FloatTensor(rows, new int[] {1}, values);
    }

    private static DataSource known(String name, Inputs inputs) {
        int[] labels = new int[inputs.rows()];
        Arrays.setAll(labels, row -> row % 2);
        return () -> new Parts(List.of("even", "odd"), Map.of(name, new Examples(inputs, new Labels(2, labels))));
    }

    private static Examples joined(UnionSource source, String name) throws IOException {
        return Objects.requireNonNull(source.read().byName().get(name), name);
    }

    @Test
    void anotherFileIsReadAsTheFirstSourceReadsIt(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "x,label\n1,a\n");
        Path other = Files.writeString(folder.resolve("new.csv"), "more,x\n7,2\n");
        CsvSource csv = new CsvSource(
                file,
                "label",
                Optional.empty(),
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        UnionSource settled = union(0, part(csv), part(csv)).settled();
        Files.delete(file);

        try (InputReader reader = settled.reader(other)) {
            assertThat(Tensors.numbers(reader.next(2))).containsExactly(2);
        }
    }

    @Test
    void partsOfOneNameAreJoinedSourceBySource() throws IOException {
        UnionSource union = union(
                0,
                part(known("train", counting(0, 3))),
                part(known("test", counting(20, 1))),
                part(known("train", counting(10, 2))));

        assertThat(union.read().byName().keySet()).containsExactly("train", "test");
        assertThat(union.read().classes()).containsExactly("even", "odd");
        assertThat(Tensors.numbers(joined(union, "train").inputs())).containsExactly(0, 1, 2, 10, 11);
        assertThat(joined(union, "train").labels().toArray()).containsExactly(0, 1, 0, 0, 1);
        assertThat(Tensors.numbers(joined(union, "test").inputs())).containsExactly(20);
    }

    @Test
    void aShareIsDrawnFromTheSeedAndKeepsItsOrder() throws IOException {
        UnionPart half = new UnionPart(known("all", counting(0, 100)), 0.5, List.of());

        float[] drawn = Tensors.numbers(joined(union(1, half), "all").inputs());

        assertThat(drawn).hasSize(50).isSorted().doesNotHaveDuplicates();
        assertThat(Tensors.numbers(joined(union(1, half), "all").inputs())).containsExactly(drawn);
        assertThat(Tensors.numbers(joined(union(2, half), "all").inputs())).isNotEqualTo(drawn);
        float[] twice = Tensors.numbers(joined(union(1, half, half), "all").inputs());
        assertThat(Arrays.copyOfRange(twice, 50, 100)).isNotEqualTo(drawn);
    }

    @Test
    void labelsStayWithTheirRows() throws IOException {
        Examples examples = joined(union(1, new UnionPart(known("all", counting(0, 100)), 0.3, List.of())), "all");

        for (int row = 0; row < examples.size(); row++) {
            assertThat(examples.labels().at(row)).isEqualTo((int) ((FloatTensor) examples.inputs()).at(row, 0) % 2);
        }
    }

    @Test
    void aShareTakesAtLeastOneRow() throws IOException {
        assertThat(joined(union(1, new UnionPart(known("all", counting(0, 3)), 1e-9, List.of())), "all")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void aSourceGoesThroughItsOwnTransforms(@TempDir Path folder) throws IOException {
        InputTransform ten = (inputs, seed) -> counting((int) ((FloatTensor) inputs).at(0, 0) + 10, inputs.rows());
        UnionPart changed = new UnionPart(known("all", counting(5, 2)), 1, List.of(ten, ten));

        assertThat(Tensors.numbers(joined(union(0, part(known("all", counting(0, 2))), changed), "all")
                        .inputs()))
                .containsExactly(0, 1, 25, 26);
        Path csv = Files.writeString(folder.resolve("a.csv"), "x,label\n1,even\n2,odd\n");
        UnionPart read = new UnionPart(
                new CsvSource(
                        csv,
                        "label",
                        Optional.empty(),
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                1,
                List.of(ten));
        try (InputReader reader = union(0, read).reader(csv)) {
            assertThat(Tensors.numbers(reader.next(2))).containsExactly(11, 12);
        }
    }

    @Test
    void aTransformThatLearnsIsRefused() {
        Normalize learning = new Normalize(Optional.empty(), Optional.empty());

        assertThatIllegalArgumentException()
                .isThrownBy(union(0, new UnionPart(known("all", counting(0, 2)), 1, List.of(learning)))::read)
                .withMessage("sources[0].transforms: what learns from a train split has none in a union\n"
                        + "Put it into the transforms of the data, behind the union.");
    }

    @Test
    void textsAndTokensAreJoinedToo() throws IOException {
        TokenIds tokens = new TokenIds(1, 2, new int[] {4, 5}, new boolean[] {true, false});

        assertThat(joined(
                                union(
                                        0,
                                        part(known("all", new Texts(List.of("a", "b")))),
                                        part(known("all", new Texts(List.of("c"))))),
                                "all")
                        .inputs())
                .isEqualTo(new Texts(List.of("a", "b", "c")));
        assertThat(joined(union(0, part(known("all", tokens)), part(known("all", tokens))), "all")
                        .inputs())
                .isEqualTo(new TokenIds(2, 2, new int[] {4, 5, 4, 5}, new boolean[] {true, false, true, false}));
    }

    @Test
    void otherClassesAndOtherInputsAreRefused() {
        UnionPart first = part(known("all", counting(0, 2)));
        Examples three = new Examples(counting(0, 1), new Labels(3, new int[1]));
        Map<String, Examples> byName = new LinkedHashMap<>(Map.of("all", three));

        assertThatIllegalArgumentException()
                .isThrownBy(union(0, first, part(() -> new Parts(List.of("a", "b", "c"), byName)))::read)
                .withMessage("sources[1] has the classes [a, b, c], but sources[0] has [even, odd]\n"
                        + "Give both the same 'classes'.");
        assertThatIllegalArgumentException()
                .isThrownBy(union(0, first, part(known("all", new Texts(List.of("a")))))::read)
                .withMessage("sources[1] has texts, but sources[0] has float tensors of shape [1]\n"
                        + "Bring them to one form with transforms of the source, such as resize.");
        DataSource unnamed = () -> new Parts(List.of(), byName);
        DataSource fewer =
                () -> new Parts(List.of(), Map.of("all", new Examples(counting(0, 1), new Labels(2, new int[1]))));
        assertThatIllegalArgumentException()
                .isThrownBy(union(0, part(unnamed), part(fewer))::read)
                .withMessageStartingWith("sources[1] has 2 classes, but sources[0] has 3");
    }

    @Test
    void recordedRowsCannotBeJoined() {
        UnionPart recorded = part(known("test", RecordedRows.all("test", 2)));

        assertThatIllegalArgumentException()
                .isThrownBy(union(0, recorded, recorded)::read)
                .withMessageContaining("cannot be joined");
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> union(0)).withMessage("sources must name at least one");
        for (double share : new double[] {0, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new UnionPart(known("all", counting(0, 1)), share, List.of()))
                    .withMessage("share must be greater than 0 and at most 1, got " + share);
        }
    }
}
