package dev.weir.plugins.data;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Require;
import java.util.Arrays;
import java.util.List;

/** Tensors that are images, {@code [channels, height, width]}, changed one by one. */
final class Images {
    private Images() {}

    /** Changes one image: {@code from} must not be written to, {@code to} is all zeros. */
    @FunctionalInterface
    interface Change {
        void apply(float[] from, float[] to);
    }

    /** Float tensors, whatever their shape. */
    static FloatTensor requireTensor(String transform, Inputs inputs) {
        if (inputs instanceof FloatTensor tensor) {
            return tensor;
        }
        throw new IllegalArgumentException(transform + " takes float tensors, got " + inputs.kind()
                + "\nLeave it out, or put it after a transform that makes numbers of them.");
    }

    /** Float tensors that are images. */
    static FloatTensor require(String transform, Inputs inputs) {
        if (inputs instanceof FloatTensor tensor && tensor.shape().length == 3) {
            return tensor;
        }
        throw new IllegalArgumentException(transform
                + " takes float tensors of shape [channels, height, width], got " + inputs.kind()
                + "\nGive the data source a 'shape' of three dimensions, where it has one.");
    }

    /** Each row changed by itself, to the given shape. */
    static FloatTensor map(FloatTensor tensor, int[] shape, Change change) {
        int width = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        float[] values = new float[Math.multiplyExact(tensor.rows(), width)];
        float[] from = new float[tensor.width()];
        float[] to = new float[width];
        for (int row = 0; row < tensor.rows(); row++) {
            tensor.copyRows(row, row + 1, from);
            Arrays.fill(to, 0);
            change.apply(from, to);
            System.arraycopy(to, 0, values, row * width, width);
        }
        return new FloatTensor(tensor.rows(), shape, values);
    }

    /** A height and a width as a setting. */
    static List<Integer> size(String setting, List<Integer> given) {
        if (given.size() != 2) {
            throw new IllegalArgumentException(setting + " must be [height, width], got " + given);
        }
        given.forEach(side -> Require.atLeast(setting, 1, side));
        if (Settings.size(given) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(setting + " must hold fewer than 2^31 pixels, got " + given);
        }
        return List.copyOf(given);
    }

    /**
     * Scales images of some channels bilinearly. Pixels are squares whose centres lie half a pixel inside; beyond
     * the outermost centres the edge goes on.
     */
    static void resize(float[] from, int height, int width, float[] to, int toHeight, int toWidth) {
        int channels = to.length / (toHeight * toWidth);
        for (int y = 0; y < toHeight; y++) {
            double sourceY = clamp((y + 0.5) * height / toHeight - 0.5, height);
            for (int x = 0; x < toWidth; x++) {
                double sourceX = clamp((x + 0.5) * width / toWidth - 0.5, width);
                for (int channel = 0; channel < channels; channel++) {
                    to[(channel * toHeight + y) * toWidth + x] =
                            (float) bilinear(from, channel * height * width, height, width, sourceY, sourceX);
                }
            }
        }
    }

    private static double clamp(double place, int side) {
        return Math.min(Math.max(place, 0), side - 1);
    }

    /** The value between the pixels; pixels outside the image are 0. */
    static double bilinear(float[] image, int offset, int height, int width, double y, double x) {
        int top = (int) Math.floor(y);
        int left = (int) Math.floor(x);
        double down = y - top;
        double right = x - left;
        return (1 - down) * (1 - right) * pixel(image, offset, height, width, top, left)
                + (1 - down) * right * pixel(image, offset, height, width, top, left + 1)
                + down * (1 - right) * pixel(image, offset, height, width, top + 1, left)
                + down * right * pixel(image, offset, height, width, top + 1, left + 1);
    }

    private static double pixel(float[] image, int offset, int height, int width, int y, int x) {
        return y < 0 || y >= height || x < 0 || x >= width ? 0 : image[offset + y * width + x];
    }
}
