package dev.weir.plugins.data;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputReader;
import dev.weir.api.data.Parts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Labelled images in folders: a folder for each class, named like it, and in it one PNG or JPEG file for each
 * example. Where the folder holds nothing but {@code train} and {@code test}, these are parts and hold the
 * folders of the classes. Files and folders come in the order of their names.
 */
@Extension
@Name("image-folder")
@Doc("labelled PNG and JPEG images in a folder for each class, below train and test where these are there")
public record ImageFolderSource(
        @Doc("holds a folder for each class, or the folders train and test, which do")
        Path folder,

        @Doc("[channels, height, width] of one example; 1 channel is grey, 3 are red, green and blue")
        List<Integer> shape,

        @Default("false") @Doc("whether images of another size are scaled, bilinearly; else they are refused")
        boolean resize,

        @Default("1.0") @Doc("pixels, 0 to 1, are multiplied by it; finite and not 0")
        double scale,

        @Doc("the class names in label order; without it the names of the folders in numeric order when all are "
                + "integers, else in lexical order")
        Optional<List<String>> classes)
        implements DataSource {

    private static final Set<String> PARTS = Set.of("train", "test");

    public ImageFolderSource {
        shape = Settings.shape(Optional.of(shape)).orElseThrow();
        if (shape.size() != 3 || (shape.get(0) != 1 && shape.get(0) != 3)) {
            throw new IllegalArgumentException("shape must be [channels, height, width] with 1 or 3 channels, such as"
                    + " [3, 32, 32], got " + shape);
        }
        Settings.requireScale(scale);
        classes = Settings.names("classes", classes);
    }

    @Override
    public Parts read() throws IOException {
        List<Path> inside = entries(folder);
        boolean hasParts = !inside.isEmpty() && inside.stream().allMatch(path -> PARTS.contains(name(path)));
        MetClasses met = new MetClasses(classes);
        Map<String, GrowingPart> parts = new LinkedHashMap<>();
        if (hasParts) {
            for (Path part : inside.stream()
                    .sorted((a, b) -> name(b).compareTo(name(a))) // train before test
                    .toList()) {
                parts.put(name(part), part(part, met));
            }
        } else {
            parts.put(Parts.ALL, part(folder, met));
        }
        int[] order = met.order();
        Map<String, Examples> finished = new LinkedHashMap<>();
        parts.forEach((name, part) -> finished.put(name, part.finish(shape, order)));
        return new Parts(met.names(), finished);
    }

    /**
     * The images of another folder, and of the folders in it, in the order of their names; what the folders are
     * called does not matter.
     */
    @Override
    public InputReader reader(Path other) throws IOException {
        if (!Files.isDirectory(other)) {
            throw Refusal.of(other, "not a folder", "Name a folder of images.");
        }
        List<Path> files = new ArrayList<>();
        addFiles(other, files);
        return new ImageFolderReader(files, images(), scale);
    }

    private static void addFiles(Path in, List<Path> files) throws IOException {
        for (Path entry : entries(in)) {
            if (Files.isDirectory(entry)) {
                addFiles(entry, files);
            } else {
                files.add(entry);
            }
        }
    }

    private ImageFiles images() {
        return new ImageFiles(shape.get(0), shape.get(1), shape.get(2), resize);
    }

    private GrowingPart part(Path in, MetClasses met) throws IOException {
        ImageFiles files = images();
        GrowingPart part = new GrowingPart();
        int images = 0;
        for (Path classFolder : entries(in)) {
            if (!Files.isDirectory(classFolder)) {
                throw Refusal.of(
                        classFolder,
                        "a file beside the folders of the classes, in " + in.getFileName(),
                        "Put every image into a folder with the name of its class.");
            }
            int label = met.index((problem, remedy) -> Refusal.of(classFolder, problem, remedy), name(classFolder));
            for (Path file : entries(classFolder)) {
                if (Files.isDirectory(file)) {
                    throw Refusal.of(
                            file,
                            "a folder in the folder of the class " + name(classFolder),
                            "A class folder holds images; parts are named train and test, and nothing stands beside"
                                    + " them.");
                }
                for (float value : files.read(file)) {
                    part.add((float) (value * scale));
                }
                part.endRow(label);
                images++;
            }
        }
        if (images == 0) {
            throw Refusal.of(in, "there are no images in this folder", "A part needs at least one example.");
        }
        return part;
    }

    /** What a folder holds, in the order of the names; hidden files do not count. */
    private static List<Path> entries(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw Refusal.of(folder, "not a folder", "'folder' holds a folder for each class.");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> !name(path).startsWith("."))
                    .sorted((a, b) -> name(a).compareTo(name(b)))
                    .collect(Collectors.toList());
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
