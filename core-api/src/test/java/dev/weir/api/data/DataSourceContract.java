package dev.weir.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.RecordedRows;
import dev.weir.api.TwoThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link DataSource} must keep. Implement it in the plugin's own test class. */
public interface DataSourceContract {

    /** A source of a few examples; its files, if any, are written into the folder. */
    DataSource source(Path folder) throws IOException;

    @Test
    default void readingTwiceGivesTheSamePartsInTheSameOrder(@TempDir Path folder) throws IOException {
        DataSource source = source(folder);

        assertSame(source.read(), source.read());
    }

    @Test
    default void theSettledSourceReadsTheSame(@TempDir Path folder) throws IOException {
        DataSource source = source(folder);

        assertSame(source.settled().read(), source.read());
    }

    @Test
    default void everyPartHasExamplesUnlessOnlyRecordedOutputsTellHowMany(@TempDir Path folder) throws IOException {
        assertThat(source(folder).read().byName().values())
                .allSatisfy(part -> assertThat(
                                part.size() > 0 || (part.inputs() instanceof RecordedRows rows && rows.isWhole()))
                        .isTrue());
    }

    @Test
    default void labelsAreClassesThatTheSourceKnows(@TempDir Path folder) throws IOException {
        Parts parts = source(folder).read();

        assertThat(parts.classes()).doesNotHaveDuplicates();
        assertThat(parts.byName().values()).allSatisfy(part -> {
            int classes = parts.classes().isEmpty()
                    ? part.labels().classes()
                    : parts.classes().size();
            assertThat(IntStream.of(part.labels().toArray())).allMatch(label -> label >= 0 && label < classes);
        });
    }

    @Test
    default void allPartsHaveInputsOfOneKind(@TempDir Path folder) throws IOException {
        assertThat(source(folder).read().byName().values().stream()
                        .map(part -> part.inputs().kind())
                        .distinct())
                .hasSize(1);
    }

    @Test
    default void readsAlikeOnTwoThreads(@TempDir Path folder) throws IOException {
        DataSource source = source(folder);
        Parts expected = source.read();

        TwoThreads.run(() -> {
            try {
                assertSame(source.read(), expected);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void assertSame(Parts second, Parts first) {
        assertThat(second.classes()).isEqualTo(first.classes());
        List<String> names = List.copyOf(first.byName().keySet());
        assertThat(second.byName().keySet()).containsExactlyElementsOf(names);
        List<Examples> expected = List.copyOf(first.byName().values());
        List<Examples> actual = List.copyOf(second.byName().values());
        for (int part = 0; part < expected.size(); part++) {
            assertThat(actual.get(part).labels())
                    .as(names.get(part))
                    .isEqualTo(expected.get(part).labels());
            assertSame(
                    names.get(part),
                    actual.get(part).inputs(),
                    expected.get(part).inputs());
        }
    }

    private static void assertSame(String part, Inputs actual, Inputs expected) {
        assertThat(actual.kind()).as(part).isEqualTo(expected.kind());
        if (actual instanceof FloatTensor tensor && expected instanceof FloatTensor other) {
            assertThat(numbers(tensor)).as(part).containsExactly(numbers(other));
        } else {
            assertThat(actual).as(part).isEqualTo(expected);
        }
    }

    private static float[] numbers(FloatTensor tensor) {
        float[] values = new float[tensor.rows() * tensor.width()];
        tensor.copyRows(0, tensor.rows(), values);
        return values;
    }
}
