package dev.weir.plugins.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads image files as numbers in [0, 1], channel by channel.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 * @param resize   whether images of another size are scaled; else they are refused
 */
record ImageFiles(int channels, int height, int width, boolean resize) {
    private static final Set<String> FORMATS = Set.of("png", "jpeg");

    float[] read(Path file) throws IOException {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(Files.newInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            while (readers.hasNext()) {
                ImageReader reader = readers.next();
                if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                    reader.setInput(stream, true, true);
                    try {
                        return read(file, reader);
                    } finally {
                        reader.dispose();
                    }
                }
            }
        }
        throw Refusal.of(file, "not a PNG or JPEG image", "Take it out of the folder; each file there is an example.");
    }

    private float[] read(Path file, ImageReader reader) throws IOException {
        BufferedImage image;
        try {
            if (!resize && (reader.getHeight(0) != height || reader.getWidth(0) != width)) {
                throw Refusal.of(
                        file,
                        "an image of " + reader.getHeight(0) + " x " + reader.getWidth(0) + ", but the shape says "
                                + height + " x " + width + " (height x width)",
                        "Change 'shape', or scale all images with resize: true.");
            }
            image = reader.read(0);
        } catch (IOException | IndexOutOfBoundsException failure) {
            throw Refusal.of(file, "the image cannot be read: " + failure.getMessage(), "Is the file whole?");
        }
        float[] values = values(image);
        if (image.getHeight() == height && image.getWidth() == width) {
            return values;
        }
        float[] scaled = new float[channels * height * width];
        Images.resize(values, image.getHeight(), image.getWidth(), scaled, height, width);
        return scaled;
    }

    private float[] values(BufferedImage image) {
        boolean isGrey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        int area = image.getHeight() * image.getWidth();
        float[] values = new float[Math.multiplyExact(channels, area)];
        for (int i = 0; i < area; i++) {
            int y = i / image.getWidth();
            int x = i % image.getWidth();
            if (isGrey) {
                float grey = grey(image, y, x);
                for (int channel = 0; channel < channels; channel++) {
                    values[channel * area + i] = grey;
                }
            } else {
                colour(image.getRGB(x, y), values, area, i);
            }
        }
        return values;
    }

    /** The grey as it is stored: getRGB would take it for linear light and change it. */
    private static float grey(BufferedImage image, int y, int x) {
        Raster raster = image.getRaster();
        int most = (1 << image.getColorModel().getComponentSize(0)) - 1;
        float grey = (float) raster.getSample(x, y, 0) / most;
        if (raster.getNumBands() < 2) {
            return grey;
        }
        return grey * raster.getSample(x, y, 1) / ((1 << image.getColorModel().getComponentSize(1)) - 1);
    }

    private void colour(int argb, float[] values, int area, int at) {
        float opaque = (argb >>> 24) / 255f; // what is transparent lies on black
        float red = (argb >> 16 & 0xff) / 255f * opaque;
        float green = (argb >> 8 & 0xff) / 255f * opaque;
        float blue = (argb & 0xff) / 255f * opaque;
        if (channels == 1) {
            values[at] = 0.299f * red + 0.587f * green + 0.114f * blue;
        } else {
            values[at] = red;
            values[area + at] = green;
            values[2 * area + at] = blue;
        }
    }
}
