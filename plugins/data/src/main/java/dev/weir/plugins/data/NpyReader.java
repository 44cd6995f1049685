package dev.weir.plugins.data;

import dev.weir.api.FloatTensor;
import dev.weir.api.data.InputReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.List;

/** Reads the examples of an {@code .npy} file block by block, through a memory-mapped window. */
final class NpyReader implements InputReader {
    /** Divisible by the size of every type. */
    private static final int WINDOW = 1 << 26;

    private final Path file;
    private final FileChannel channel;
    private final NpyType type;
    private final int[] shape;
    private final int width;
    private final int rows;
    private final double scale;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long position;
    private int read;

    /** The file of an open array, whose first dimension counts the examples. */
    NpyReader(Path file, NpyHeader header, List<Integer> shape, double scale) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file);
        this.type = header.type();
        this.shape = Settings.toArray(shape);
        this.width = (int) Settings.size(shape);
        this.rows = header.shape().get(0);
        this.scale = scale;
        this.position = header.offset();
    }

    @Override
    public FloatTensor next(int most) throws IOException {
        int block = Math.min(most, rows - read);
        float[] values = new float[block * width];
        for (int i = 0; i < values.length; i++) {
            if (!window.hasRemaining()) {
                window = nextWindow();
            }
            values[i] = (float) (type.nextDouble(window) * scale);
            if (!Float.isFinite(values[i])) {
                throw NpySource.notFinite(file, values[i], read + i / width);
            }
        }
        read += block;
        return new FloatTensor(block, shape, values);
    }

    private ByteBuffer nextWindow() throws IOException {
        long bytes = Math.min(WINDOW, channel.size() - position);
        if (bytes < type.bytes()) {
            throw Refusal.of(file, "the file became shorter while it was read", "Is it still being written?");
        }
        ByteBuffer mapped = channel.map(MapMode.READ_ONLY, position, bytes).order(ByteOrder.LITTLE_ENDIAN);
        position += bytes;
        return mapped;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
