package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.integration.Distribution.Ended;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New images for bundles whose jobs read images, and what is none. */
class PredictImagesTest {
    private static final int SIDE = 4;

    @TempDir
    Path work;

    @Test
    void aFolderOfImagesIsAnsweredAndWhatIsNoImageRefused() throws IOException {
        for (int i = 0; i < 40; i++) {
            image(work.resolve("train/" + (i % 2 == 0 ? "dark" : "light") + "/" + i + ".png"), SIDE, i % 2 * 200 + i);
        }
        run("{ use: image-folder, with: { folder: train, shape: [1, 4, 4] } }");
        image(work.resolve("new/b.png"), SIDE, 250);
        image(work.resolve("new/a.png"), SIDE, 3);

        Ended right = predict("new");
        Files.writeString(work.resolve("new/c.png"), "no image");
        Ended wrong = predict("new");
        image(work.resolve("new/c.png"), SIDE + 1, 0);
        Ended larger = predict("new");

        assertThat(right.exitCode()).as(right.err()).isZero();
        assertThat(Files.readAllLines(work.resolve("answers.csv")).get(1)).startsWith("0,dark,");
        assertThat(Files.readAllLines(work.resolve("answers.csv")).get(2)).startsWith("1,light,");
        assertRefused(wrong, """
                c.png: not a PNG or JPEG image
                  Take it out of the folder; each file there is an example.
                """);
        assertRefused(larger, """
                c.png: an image of 5 x 5, but the shape says 4 x 4 (height x width)
                  Change 'shape', or scale all images with resize: true.
                """);
    }

    @Test
    void anIdxFileIsAnsweredAndWhatIsNoneRefused() throws IOException {
        byte[] labels = new byte[40];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (i % 2);
        }
        Files.write(work.resolve("labels"), idx(0x801, labels, 40));
        images("images", SIDE);
        run("{ use: idx, with: { train: { images: images, labels: labels }, scale: 0.004 } }");
        images("larger", SIDE + 1);
        image(work.resolve("one.png"), SIDE, 1);

        Ended right = predict("images");
        Ended wrong = predict("one.png");
        Ended larger = predict("larger");

        assertThat(right.exitCode()).as(right.err()).isZero();
        assertThat(Files.readAllLines(work.resolve("answers.csv"))).hasSize(41);
        assertRefused(wrong, """
                one.png: not an idx file of images: it begins with 89504e47, expected 00000803
                  Images have the number 00000803 and labels 00000801; are the two exchanged?
                """);
        assertRefused(larger, """
                larger: the models of this bundle take float tensors of shape [1, 4, 4], got float tensors of shape \
                [1, 5, 5]
                  Give data of the form of the job's data.
                """);
    }

    private void run(String data) throws IOException {
        Path job = Files.writeString(work.resolve("job.yaml"), """
                job: cascade
                data: %s
                splits: { train: { from: %s, share: 0.5 }, calibration: { from: %2$s, share: 0.25 }, test: { from: %2$s, share: 0.25 } }
                models:
                  small: { use: pytorch, with: { network: linear, epochs: 20 } }
                  large: { use: pytorch, with: { network: { mlp: { hidden: [4] } }, epochs: 20 } }
                stages:
                  - { model: small, defer: { use: threshold, with: { deferral-rate: 0.3 } } }
                  - { model: large }
                report: %s
                """.formatted(
                        data, data.contains("idx") ? "train" : "all", work.resolve("out")));

        Ended ended = InProcess.weir("run", "--no-cache", job.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    private Ended predict(String data) {
        return InProcess.weir(
                "predict",
                work.resolve("out/bundle").toString(),
                "--data",
                work.resolve(data).toString(),
                "--out",
                work.resolve("answers.csv").toString());
    }

    private static void assertRefused(Ended ended, String expected) {
        assertThat(ended.err()).isEqualTo(expected + "Nothing was written.\n");
        assertThat(ended.exitCode()).isEqualTo(2);
    }

    private void images(String name, int side) throws IOException {
        byte[] pixels = new byte[40 * side * side];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / (side * side) % 2 * 200);
        }
        Files.write(work.resolve(name), idx(0x803, pixels, 40, side, side));
    }

    private static byte[] idx(int magic, byte[] bytes, int... sizes) {
        ByteBuffer file = ByteBuffer.allocate((1 + sizes.length) * Integer.BYTES + bytes.length);
        file.putInt(magic);
        for (int size : sizes) {
            file.putInt(size);
        }
        return file.put(bytes).array();
    }

    private static void image(Path file, int side, int grey) throws IOException {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < side * side; i++) {
            image.getRaster().setSample(i % side, i / side, 0, grey);
        }
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
    }
}
