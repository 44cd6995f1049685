package dev.weir.plugins.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * A NumPy array in an {@code .npy} file. Opening reads and checks the header only; no array is made
 * before the file is known to be as large as its header says.
 */
final class Npy {
    private static final int CHUNK = 1 << 20;

    private final Path file;
    private final NpyHeader header;

    private Npy(Path file, NpyHeader header) {
        this.file = file;
        this.header = header;
    }

    static Npy open(Path file) throws IOException {
        Refusal.requireNoFolder(file);
        try (FileChannel channel = FileChannel.open(file)) {
            return new Npy(file, NpyHeader.read(file, channel));
        }
    }

    NpyHeader header() {
        return header;
    }

    NpyType type() {
        return header.type();
    }

    List<Integer> shape() {
        return header.shape();
    }

    String writtenShape() {
        return NpyHeader.written(header.shape());
    }

    IllegalArgumentException refusal(String problem, String remedy) {
        return Refusal.of(file, problem, remedy);
    }

    /** All numbers in row-major order, each multiplied by {@code scale}; what does not fit a float is rounded. */
    float[] floats(double scale) throws IOException {
        float[] values = new float[header.count()];
        boolean isAsStored = type() == NpyType.FLOAT32 && scale == 1;
        read((numbers, from, to) -> {
            if (isAsStored) {
                numbers.asFloatBuffer().get(values, from, to - from);
                return;
            }
            for (int i = from; i < to; i++) {
                values[i] = (float) (type().nextDouble(numbers) * scale);
            }
        });
        return values;
    }

    /** All numbers in row-major order. */
    double[] doubles() throws IOException {
        double[] values = new double[header.count()];
        read((numbers, from, to) -> {
            for (int i = from; i < to; i++) {
                values[i] = type().nextDouble(numbers);
            }
        });
        return values;
    }

    /** All numbers of an array of whole numbers, in row-major order. */
    long[] wholes() throws IOException {
        requireWhole();
        long[] values = new long[header.count()];
        read((numbers, from, to) -> {
            for (int i = from; i < to; i++) {
                values[i] = type().nextLong(numbers);
            }
        });
        return values;
    }

    private void requireWhole() {
        if (type().isFloating()) {
            throw refusal("labels must be whole numbers, got '" + type() + "'", "In NumPy: labels.astype('<i8').");
        }
    }

    /** The class indexes of a one-dimensional array of whole numbers, none of them negative. */
    int[] labels() throws IOException {
        if (shape().size() != 1) {
            throw refusal(
                    "labels must have one dimension, got the shape " + writtenShape(),
                    "Save a class index for each row; in NumPy: one_hot.argmax(axis=1).");
        }
        requireWhole();
        int[] values = new int[header.count()];
        read((numbers, from, to) -> {
            for (int row = from; row < to; row++) {
                long label = type().nextLong(numbers);
                if (label < 0 || label >= Integer.MAX_VALUE) {
                    throw refusal(
                            "the label in row " + row + " must be at least 0 and less than 2^31 - 1, got " + label,
                            "A label is the index of a class, from 0; leave rows without a label out.");
                }
                values[row] = (int) label;
            }
        });
        return values;
    }

    private interface Reader {
        /** Takes the numbers {@code from} (inclusive) to {@code to} (exclusive) of the array. */
        void take(ByteBuffer numbers, int from, int to);
    }

    private void read(Reader reader) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(header.offset());
            ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            int count = header.count();
            int bytes = type().bytes();
            for (int from = 0; from < count; ) {
                int to = (int) Math.min(count, (long) from + CHUNK / bytes);
                buffer.clear().limit((to - from) * bytes);
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer) < 0) {
                        throw refusal("the file became shorter while it was read", "Is it still being written?");
                    }
                }
                reader.take(buffer.flip(), from, to);
                from = to;
            }
        }
    }

    @Override
    public String toString() {
        return "'" + type() + "' " + writtenShape() + " in " + file;
    }
}
