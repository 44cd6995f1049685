package dev.weir.plugins.data;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.FloatTensor;
import dev.weir.api.Labels;
import dev.weir.api.Name;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputReader;
import dev.weir.api.data.Parts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Labelled grey images from idx files, the format of MNIST and of the data sets that took its place. Images
 * come out as tensors of shape {@code [1, height, width]}.
 */
@Extension
@Name("idx")
@Doc("labelled grey images from idx files, the format of MNIST")
public record IdxSource(
        @Doc("a folder of files with the four usual names: train-images-idx3-ubyte, train-labels-idx1-ubyte and the "
                + "same with t10k, which is the part test; each plain or with .gz")
        Optional<Path> folder,

        @Doc("the files of the part train, instead of a folder")
        Optional<Pair> train,

        @Doc("the files of the part test, instead of a folder")
        Optional<Pair> test,

        @Default("1.0") @Doc("the pixels, 0 to 255, are multiplied by it; finite and not 0")
        double scale,

        @Doc("the class names in label order; without it classes have no names and are as many as the largest "
                + "label plus 1")
        Optional<List<String>> classes)
        implements DataSource {

    /** The files of one part, plain or gzipped. */
    public record Pair(
            @Doc("an idx file of images: unsigned bytes, n x height x width")
            Path images,

            @Doc("an idx file of n labels: unsigned bytes, class indexes from 0")
            Path labels) {}

    public IdxSource {
        Settings.requireScale(scale);
        classes = Settings.names("classes", classes);
        if (folder.isPresent() == (train.isPresent() || test.isPresent())) {
            throw new IllegalArgumentException(
                    (folder.isPresent() ? "folder cannot stand beside train or test" : "no" + " files are named")
                            + "\nGive either 'folder', or 'train' or 'test' or both as { images: ..., labels: ... }.");
        }
    }

    @Override
    public Parts read() throws IOException {
        Map<String, Pair> pairs = new LinkedHashMap<>();
        if (folder.isPresent()) {
            pairs.put("train", standard(folder.get(), "train"));
            pairs.put("test", standard(folder.get(), "t10k"));
        }
        train.ifPresent(pair -> pairs.put("train", pair));
        test.ifPresent(pair -> pairs.put("test", pair));

        Map<String, FloatTensor> images = new LinkedHashMap<>();
        Map<String, int[]> labels = new LinkedHashMap<>();
        for (Map.Entry<String, Pair> entry : pairs.entrySet()) {
            Pair pair = entry.getValue();
            FloatTensor tensor = images(pair.images());
            requireShape(pair, tensor, images);
            images.put(entry.getKey(), tensor);
            labels.put(entry.getKey(), labels(pair, tensor.rows()));
        }
        int count = ClassLabels.count(classes, labels.values().stream().flatMapToInt(IntStream::of));
        Map<String, Examples> parts = new LinkedHashMap<>();
        images.forEach((part, tensor) ->
                parts.put(part, new Examples(tensor, new Labels(count, labels.getOrDefault(part, new int[0])))));
        return new Parts(classes.orElse(List.of()), parts);
    }

    private static Pair standard(Path folder, String prefix) {
        return new Pair(
                existing(folder, prefix + "-images-idx3-ubyte"), existing(folder, prefix + "-labels-idx1-ubyte"));
    }

    private static Path existing(Path folder, String name) {
        return Stream.of(name, name + ".gz")
                .map(folder::resolve)
                .filter(Files::isReadable)
                .findFirst()
                .orElseThrow(() -> Refusal.of(
                        folder,
                        "there is neither " + name + " nor " + name + ".gz in this folder",
                        Files.isReadable(folder.resolve("README.md"))
                                ? "Its README.md says how to fetch what belongs into it."
                                : "It must hold images and labels of train and t10k, or name the files with 'train'"
                                        + " and 'test'."));
    }

    private FloatTensor images(Path file) throws IOException {
        try (IdxReader reader = new IdxReader(IdxFile.open(file, 3), scale)) {
            return reader.next(Integer.MAX_VALUE);
        }
    }

    private static void requireShape(Pair pair, FloatTensor tensor, Map<String, FloatTensor> others) {
        others.values().forEach(other -> {
            if (!tensor.kind().equals(other.kind())) {
                throw Refusal.of(
                        pair.images(),
                        tensor.kind() + ", but those of the part train are of another: " + other.kind(),
                        "All images of a source have one height and one width.");
            }
        });
    }

    private int[] labels(Pair pair, int images) throws IOException {
        try (IdxFile file = IdxFile.open(pair.labels(), 1)) {
            if (file.rows() != images) {
                throw Refusal.of(
                        pair.labels(),
                        file.rows() + " labels, but " + pair.images().getFileName() + " holds " + images + " images",
                        "Both files must hold the same examples in the same order.");
            }
            byte[] bytes = file.next(images, true);
            int[] labels = new int[images];
            for (int row = 0; row < images; row++) {
                labels[row] = Byte.toUnsignedInt(bytes[row]);
            }
            ClassLabels.requireNamed(classes, pair.labels(), labels);
            return labels;
        }
    }

    @Override
    public InputReader reader(Path file) throws IOException {
        return new IdxReader(IdxFile.open(file, 3), scale);
    }
}
