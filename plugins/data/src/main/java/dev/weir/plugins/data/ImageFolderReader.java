package dev.weir.plugins.data;

import dev.weir.api.FloatTensor;
import dev.weir.api.data.InputReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** Reads the images of a folder block by block. */
final class ImageFolderReader implements InputReader {
    private final Iterator<Path> files;
    private final ImageFiles images;
    private final double scale;

    ImageFolderReader(List<Path> files, ImageFiles images, double scale) {
        this.files = files.iterator();
        this.images = images;
        this.scale = scale;
    }

    @Override
    public FloatTensor next(int most) throws IOException {
        GrowingPart block = new GrowingPart();
        for (int i = 0; i < most && files.hasNext(); i++) {
            for (float value : images.read(files.next())) {
                block.add((float) (value * scale));
            }
            block.endRow(0);
        }
        return (FloatTensor) block.inputs(List.of(images.channels(), images.height(), images.width()));
    }

    /** Holds nothing open between images. */
    @Override
    public void close() {}
}
