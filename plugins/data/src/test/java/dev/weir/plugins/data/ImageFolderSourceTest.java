package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.data.DataSource;
import dev.weir.api.data.DataSourceContract;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputReader;
import dev.weir.api.data.Parts;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderSourceTest implements DataSourceContract {
    @TempDir
    private Path folder;

    @Override
    public DataSource source(Path in) throws IOException {
        grey(in.resolve("train/cat/a.png"), 0, 1);
        grey(in.resolve("train/dog/a.png"), 2, 3);
        grey(in.resolve("test/dog/b.png"), 4, 5);
        return of(in, 1, 1, 2);
    }

    private static ImageFolderSource of(Path in, Integer... shape) {
        return new ImageFolderSource(in, List.of(shape), false, 1, Optional.empty());
    }

    private static BufferedImage image(int type, int width, int... pixels) {
        BufferedImage image = new BufferedImage(width, pixels.length / width, type);
        for (int i = 0; i < pixels.length; i++) {
            if (type == BufferedImage.TYPE_BYTE_GRAY || type == BufferedImage.TYPE_USHORT_GRAY) {
                image.getRaster().setSample(i % width, i / width, 0, pixels[i]);
            } else {
                image.setRGB(i % width, i / width, pixels[i]);
            }
        }
        return image;
    }

    private static void write(Path file, String format, BufferedImage image) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    }

    /** One line of grey pixels. */
    private static void grey(Path file, int... pixels) throws IOException {
        write(file, "png", image(BufferedImage.TYPE_BYTE_GRAY, pixels.length, pixels));
    }

    private static Examples part(Parts parts, String name) {
        return Objects.requireNonNull(parts.byName().get(name), name);
    }

    @Test
    void theImagesOfAnotherFolderAreReadWhateverItsFoldersAreCalled() throws IOException {
        grey(folder.resolve("new/b/2.png"), 51);
        grey(folder.resolve("new/b/1.png"), 102);
        grey(folder.resolve("new/a.png"), 255);
        ImageFolderSource source = of(folder.resolve("gone"), 1, 1, 1);

        try (InputReader reader = source.reader(folder.resolve("new"))) {
            assertThat(Tensors.numbers(reader.next(2))).containsExactly(1, 0.4f);
            assertThat(Tensors.numbers(reader.next(2))).containsExactly(0.2f);
            assertThat(reader.next(2).rows()).isZero();
        }
    }

    @Test
    void whatIsNoImageInAnotherFolderIsRefused() throws IOException {
        Path file =
                Files.writeString(Files.createDirectory(folder.resolve("new")).resolve("notes.png"), "text");
        ImageFolderSource source = of(folder.resolve("gone"), 1, 1, 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.reader(file))
                .withMessage("notes.png: not a folder\nName a folder of images.");
        try (InputReader reader = source.reader(folder.resolve("new"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.next(1))
                    .withMessage("notes.png: not a PNG or JPEG image\n"
                            + "Take it out of the folder; each file there is an example.");
        }
    }

    @Test
    void aFolderForEachClassIsOnePartInTheOrderOfTheNames() throws IOException {
        grey(folder.resolve("dog/2.png"), 51);
        grey(folder.resolve("dog/1.png"), 102);
        grey(folder.resolve("cat/9.png"), 255);
        Files.writeString(folder.resolve(".hidden"), "");

        Parts parts = of(folder, 1, 1, 1).read();

        assertThat(parts.byName()).containsOnlyKeys("all");
        assertThat(parts.classes()).containsExactly("cat", "dog");
        assertThat(part(parts, "all").labels().toArray()).containsExactly(0, 1, 1);
        assertThat(Tensors.numbers(part(parts, "all").inputs())).containsExactly(1, 0.4f, 0.2f);
    }

    @Test
    void trainAndTestAboveAreParts() throws IOException {
        Parts parts = source(folder).read();

        assertThat(parts.byName().keySet()).containsExactly("train", "test");
        assertThat(part(parts, "test").labels().toArray()).containsExactly(1);
        assertThat(part(parts, "test").labels().classes()).isEqualTo(2);
    }

    /** Java's own conversion takes grey for linear light: 51 would become 124. */
    @Test
    void greyIsReadAsItIsStored() throws IOException {
        int[] pixels = new int[256];
        Arrays.setAll(pixels, i -> i);
        grey(folder.resolve("a/1.png"), pixels);

        float[] one = Tensors.numbers(part(of(folder, 1, 1, 256).read(), "all").inputs());
        float[] three =
                Tensors.numbers(part(of(folder, 3, 1, 256).read(), "all").inputs());

        for (int i = 0; i < 256; i++) {
            assertThat(one[i]).isEqualTo(i / 255f);
            assertThat(three[i])
                    .isEqualTo(three[256 + i])
                    .isEqualTo(three[512 + i])
                    .isEqualTo(i / 255f);
        }
    }

    @Test
    void coloursComeChannelByChannelAndAreScaled() throws IOException {
        write(folder.resolve("a/1.png"), "png", image(BufferedImage.TYPE_INT_RGB, 2, 0xff3300, 0x000066));

        Parts parts = new ImageFolderSource(folder, List.of(3, 1, 2), false, 2, Optional.empty()).read();

        assertThat(Tensors.numbers(part(parts, "all").inputs())).containsExactly(2, 0, 0.4f, 0, 0, 0.8f);
    }

    @Test
    void coloursBecomeGreyByTheirLuminance() throws IOException {
        write(folder.resolve("a/1.png"), "png", image(BufferedImage.TYPE_INT_RGB, 3, 0xff0000, 0x00ff00, 0x0000ff));

        assertThat(Tensors.numbers(part(of(folder, 1, 1, 3).read(), "all").inputs()))
                .containsExactly(0.299f, 0.587f, 0.114f);
    }

    @Test
    void sixteenBitsAndTransparencyAreRead() throws IOException {
        write(folder.resolve("a/1.png"), "png", image(BufferedImage.TYPE_USHORT_GRAY, 1, 13107));
        write(folder.resolve("a/2.png"), "png", image(BufferedImage.TYPE_INT_ARGB, 1, 0x33ffffff));

        assertThat(Tensors.numbers(part(of(folder, 1, 1, 1).read(), "all").inputs()))
                .containsExactly(new float[] {0.2f, 0.2f}, Offset.offset(1e-6f));
    }

    @Test
    void jpegIsRead() throws IOException {
        int[] pixels = new int[64];
        Arrays.fill(pixels, 128);
        write(folder.resolve("a/1.jpg"), "jpg", image(BufferedImage.TYPE_BYTE_GRAY, 8, pixels));

        float[] numbers =
                Tensors.numbers(part(of(folder, 1, 8, 8).read(), "all").inputs());
        assertThat(numbers).hasSize(64);
        assertThat(numbers[20]).isCloseTo(128 / 255f, Offset.offset(0.01f));
    }

    @Test
    void imagesOfAnotherSizeAreScaledWhereAskedForElseRefused() throws IOException {
        grey(folder.resolve("a/1.png"), 0, 255);

        assertThatIllegalArgumentException()
                .isThrownBy(of(folder, 1, 1, 4)::read)
                .withMessage("1.png: an image of 1 x 2, but the shape says 1 x 4 (height x width)\n"
                        + "Change 'shape', or scale all images with resize: true.");
        Parts scaled = new ImageFolderSource(folder, List.of(1, 1, 4), true, 1, Optional.empty()).read();
        assertThat(Tensors.numbers(part(scaled, "all").inputs())).containsExactly(0, 0.25f, 0.75f, 1);
    }

    @Test
    void whatIsNoImageIsRefusedByItsName() throws IOException {
        Files.createDirectories(folder.resolve("a"));
        Files.writeString(folder.resolve("a/notes.txt"), "hello");

        assertThatIllegalArgumentException()
                .isThrownBy(of(folder, 1, 1, 1)::read)
                .withMessage("notes.txt: not a PNG or JPEG image\nTake it out of the folder; each file there is an"
                        + " example.");
    }

    @Test
    void otherFormatsAndBrokenImagesAreRefused() throws IOException {
        write(folder.resolve("a/1.gif"), "gif", image(BufferedImage.TYPE_BYTE_GRAY, 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(of(folder, 1, 1, 1)::read)
                .withMessageStartingWith("1.gif: not a PNG or JPEG image");

        Files.delete(folder.resolve("a/1.gif"));
        grey(folder.resolve("a/1.png"), new int[100]);
        byte[] whole = Files.readAllBytes(folder.resolve("a/1.png"));
        Files.write(folder.resolve("a/1.png"), Arrays.copyOf(whole, 40));
        assertThatIllegalArgumentException()
                .isThrownBy(of(folder, 1, 1, 100)::read)
                .withMessageStartingWith("1.png: the image cannot be read: ");
    }

    @Test
    void filesAndFoldersInTheWrongPlaceAreRefused() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(of(folder, 1, 1, 1)::read)
                .withMessageContaining("there are no images in this folder");
        grey(folder.resolve("1.png"), 0);
        assertThatIllegalArgumentException()
                .isThrownBy(of(folder, 1, 1, 1)::read)
                .withMessageStartingWith("1.png: a file beside the folders of the classes");
        Files.delete(folder.resolve("1.png"));
        grey(folder.resolve("a/b/1.png"), 0);
        assertThatIllegalArgumentException()
                .isThrownBy(of(folder, 1, 1, 1)::read)
                .withMessageStartingWith("b: a folder in the folder of the class a");
        assertThatIllegalArgumentException()
                .isThrownBy(of(folder.resolve("a/b/1.png"), 1, 1, 1)::read)
                .withMessageStartingWith("1.png: not a folder");
    }

    @Test
    void aFolderThatIsNoClassIsRefused() throws IOException {
        grey(folder.resolve("Cat/1.png"), 0);

        assertThatIllegalArgumentException()
                .isThrownBy(new ImageFolderSource(
                        folder, List.of(1, 1, 1), false, 1, Optional.of(List.of("cat", "dog")))::read)
                .withMessage("Cat: the label 'Cat' is not among the classes\n"
                        + "Did you mean 'cat'? 'classes' names cat, dog.");
    }

    @Test
    void settingsAreChecked() {
        for (List<Integer> shape : List.of(List.of(1, 2), List.of(2, 8, 8), List.of(4, 1, 1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ImageFolderSource(folder, shape, false, 1, Optional.empty()))
                    .withMessage("shape must be [channels, height, width] with 1 or 3 channels, such as"
                            + " [3, 32, 32], got " + shape);
        }
    }
}
