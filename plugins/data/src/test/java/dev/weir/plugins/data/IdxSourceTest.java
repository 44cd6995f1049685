package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.data.DataSource;
import dev.weir.api.data.DataSourceContract;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputReader;
import dev.weir.api.data.Parts;
import dev.weir.plugins.data.IdxSource.Pair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest implements DataSourceContract {
    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;

    @TempDir
    private Path folder;

    @Override
    public DataSource source(Path in) throws IOException {
        standard(in, "");
        return of(in);
    }

    private static IdxSource of(Path in) {
        return new IdxSource(Optional.of(in), Optional.empty(), Optional.empty(), 1, Optional.empty());
    }

    private static IdxSource of(Pair test) {
        return new IdxSource(Optional.empty(), Optional.empty(), Optional.of(test), 1, Optional.empty());
    }

    /** Two images of 1 x 3 to train on, one to test on. */
    private static void standard(Path in, String ending) throws IOException {
        write(in.resolve("train-images-idx3-ubyte" + ending), idx(IMAGES, new int[] {2, 1, 3}, 0, 51, 255, 1, 2, 3));
        write(in.resolve("train-labels-idx1-ubyte" + ending), idx(LABELS, new int[] {2}, 0, 1));
        write(in.resolve("t10k-images-idx3-ubyte" + ending), idx(IMAGES, new int[] {1, 1, 3}, 4, 5, 6));
        write(in.resolve("t10k-labels-idx1-ubyte" + ending), idx(LABELS, new int[] {1}, 2));
    }

    private static byte[] idx(int magic, int[] sizes, int... values) {
        byte[] file = new byte[4 + 4 * sizes.length + values.length];
        ByteBuffer bytes = ByteBuffer.wrap(file).putInt(magic);
        for (int size : sizes) {
            bytes.putInt(size);
        }
        for (int value : values) {
            bytes.put((byte) value);
        }
        return file;
    }

    private static Path write(Path file, byte[] bytes) throws IOException {
        return Files.write(file, file.toString().endsWith(".gz") ? gzipped(bytes) : bytes);
    }

    private static byte[] gzipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private Pair pair(byte[] images, byte[] labels) throws IOException {
        return new Pair(Files.write(folder.resolve("images"), images), Files.write(folder.resolve("labels"), labels));
    }

    private static Examples part(Parts parts, String name) {
        return Objects.requireNonNull(parts.byName().get(name), name);
    }

    @Test
    void theFourUsualFilesAreTheTwoParts() throws IOException {
        standard(folder, "");

        Parts parts = of(folder).read();

        assertThat(parts.byName().keySet()).containsExactly("train", "test");
        assertThat(Tensors.shape(part(parts, "train").inputs())).containsExactly(1, 1, 3);
        assertThat(Tensors.numbers(part(parts, "train").inputs())).containsExactly(0, 51, 255, 1, 2, 3);
        assertThat(part(parts, "train").labels().toArray()).containsExactly(0, 1);
        assertThat(Tensors.numbers(part(parts, "test").inputs())).containsExactly(4, 5, 6);
        assertThat(part(parts, "test").labels().toArray()).containsExactly(2);
        assertThat(part(parts, "train").labels().classes()).isEqualTo(3);
    }

    @Test
    void gzippedFilesAreReadAsPlainOnesByNameAndByContent() throws IOException {
        standard(folder, ".gz");
        Pair packed = pair(gzipped(idx(IMAGES, new int[] {1, 1, 2}, 7, 8)), gzipped(idx(LABELS, new int[] {1}, 0)));

        assertThat(Tensors.numbers(part(of(folder).read(), "test").inputs())).containsExactly(4, 5, 6);
        assertThat(Tensors.numbers(part(of(packed).read(), "test").inputs())).containsExactly(7, 8);
    }

    @Test
    void pixelsAreScaledAndClassesNamed() throws IOException {
        standard(folder, "");
        List<String> names = List.of("shirt", "shoe", "bag", "hat");

        Parts parts = new IdxSource(
                        Optional.of(folder), Optional.empty(), Optional.empty(), 1 / 255.0, Optional.of(names))
                .read();

        assertThat(Tensors.numbers(part(parts, "train").inputs())).startsWith(0, 0.2f, 1);
        assertThat(parts.classes()).isEqualTo(names);
        assertThat(part(parts, "test").labels().classes()).isEqualTo(4);
    }

    @Test
    void manyImagesAreReadWholeAndInBlocks() throws IOException {
        int[] values = new int[3 << 20];
        Arrays.setAll(values, i -> i % 251);
        Path file = write(folder.resolve("many.gz"), idx(IMAGES, new int[] {3 << 10, 32, 32}, values));
        try (InputReader reader = of(folder).reader(file)) {
            float[] whole = new float[values.length];
            int at = 0;
            for (int rows : new int[] {1, 2000, 5000}) {
                float[] block = Tensors.numbers(reader.next(rows));
                System.arraycopy(block, 0, whole, at, block.length);
                at += block.length;
            }

            assertThat(reader.next(10).rows()).isZero();
            assertThat(at).isEqualTo(values.length);
            for (int i = 0; i < values.length; i++) {
                if (whole[i] != i % 251) {
                    assertThat(whole[i]).as("pixel %d", i).isEqualTo(i % 251);
                }
            }
        }
    }

    @Test
    void anotherMagicNumberIsRefused() throws IOException {
        byte[] labels = idx(LABELS, new int[] {1}, 0);

        assertRefused(
                pair(labels, labels),
                "images: not an idx file of images: it begins with 00000801, expected 00000803",
                "Images have the number 00000803 and labels 00000801; are the two exchanged?");
    }

    @Test
    void filesThatAreCutShortOrTooLongAreRefused() throws IOException {
        byte[] labels = idx(LABELS, new int[] {1}, 0);

        assertRefused(pair(new byte[] {0, 0}, labels), "images: cut short in its header", "Fetch or copy it again.");
        assertRefused(
                pair(idx(IMAGES, new int[] {1, 40, 40}, 1, 2, 3), labels),
                "images: cut short: its header says 1 x 40 x 40 bytes, at most 19 found",
                "Fetch or copy it again.");
        assertRefused(
                pair(idx(IMAGES, new int[] {1, 2, 2}, 1, 2, 3), labels),
                "images: cut short: its header says 1 x 2 x 2 bytes, fewer found",
                "Fetch or copy it again.");
        assertRefused(
                pair(idx(IMAGES, new int[] {1, 1, 2}, 1, 2, 3), labels),
                "images: bytes follow after the 1 x 1 x 2 that its header says",
                "Save one array in one file.");
    }

    @Test
    void aGzipFileThatIsCutShortIsRefused() throws IOException {
        byte[] whole = gzipped(idx(IMAGES, new int[] {1, 8, 8}, new int[64]));

        assertThatIllegalArgumentException()
                .isThrownBy(of(pair(Arrays.copyOf(whole, whole.length - 9), idx(LABELS, new int[] {1}, 0)))::read)
                .withMessageStartingWith("images: not a whole gzip file: ");
    }

    @Test
    void sizesThatNoFileHasAreRefusedBeforeAnArrayIsMade() throws IOException {
        byte[] labels = idx(LABELS, new int[] {1}, 0);
        for (int[] sizes : new int[][] {{0, 1, 1}, {1, -1, -1}, {1 << 16, 1 << 8, 1 << 8}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(of(pair(idx(IMAGES, sizes), labels))::read)
                    .withMessageStartingWith("images: its header says " + sizes[0] + " x ")
                    .withMessageEndingWith("It must hold at least one example, and fewer than 2^31 bytes.");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(of(pair(gzipped(idx(IMAGES, new int[] {1 << 15, 1 << 7, 1 << 7}, 1)), labels))::read)
                .withMessageStartingWith("images: cut short: its header says 32768 x 128 x 128 bytes, at most ");
    }

    @Test
    void anotherNumberOfLabelsIsRefused() throws IOException {
        assertRefused(
                pair(idx(IMAGES, new int[] {1, 1, 1}, 1), idx(LABELS, new int[] {2}, 0, 1)),
                "labels: 2 labels, but images holds 1 images",
                "Both files must hold the same examples in the same order.");
    }

    @Test
    void aLabelWithoutANameIsRefused() throws IOException {
        Pair pair = pair(idx(IMAGES, new int[] {1, 1, 1}, 1), idx(LABELS, new int[] {1}, 2));

        assertThatIllegalArgumentException()
                .isThrownBy(new IdxSource(
                        Optional.empty(), Optional.of(pair), Optional.empty(), 1, Optional.of(List.of("a", "b")))::read)
                .withMessageStartingWith("labels: the label 2 in row 0 has no name");
    }

    @Test
    void partsOfDifferentSizesAreRefused() throws IOException {
        standard(folder, "");
        write(folder.resolve("t10k-images-idx3-ubyte"), idx(IMAGES, new int[] {1, 3, 1}, 4, 5, 6));

        assertThatIllegalArgumentException()
                .isThrownBy(of(folder)::read)
                .withMessageStartingWith("t10k-images-idx3-ubyte: float tensors of shape [1, 3, 1], but those of the"
                        + " part train are of another: float tensors of shape [1, 1, 3]");
    }

    @Test
    void aFolderWithoutTheFilesSaysWhereTheyComeFrom() throws IOException {
        Path mnist = Files.createDirectory(folder.resolve("mnist"));
        String problem =
                "mnist: there is neither train-images-idx3-ubyte nor train-images-idx3-ubyte.gz in this" + " folder\n";

        assertThatIllegalArgumentException()
                .isThrownBy(of(mnist)::read)
                .withMessage(problem + "It must hold images and labels of train and t10k, or name the files with"
                        + " 'train' and 'test'.");
        Files.writeString(mnist.resolve("README.md"), "Run ../fetch-mnist.");
        assertThatIllegalArgumentException()
                .isThrownBy(of(mnist)::read)
                .withMessage(problem + "Its README.md says how to fetch what belongs into it.");
    }

    @Test
    void settingsAreChecked() throws IOException {
        Optional<Pair> pair = Optional.of(pair(new byte[0], new byte[0]));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdxSource(Optional.of(folder), pair, Optional.empty(), 1, Optional.empty()))
                .withMessageStartingWith("folder cannot stand beside train or test");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new IdxSource(Optional.empty(), Optional.empty(), Optional.empty(), 1, Optional.empty()))
                .withMessageStartingWith("no files are named");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdxSource(Optional.empty(), pair, Optional.empty(), 0, Optional.empty()))
                .withMessage("scale must be finite and not 0, got 0.0");
    }

    private static void assertRefused(Pair pair, String problem, String remedy) {
        assertThatIllegalArgumentException().isThrownBy(of(pair)::read).withMessage(problem + "\n" + remedy);
    }
}
