package dev.weir.runtime.job;

import dev.weir.api.selection.RowBlocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Rows that {@link Npy} wrote, read from their file block by block.
 *
 * @param file  where they are
 * @param rows  how many
 * @param width numbers in a row
 */
public record NpyRows(Path file, int rows, int width) implements RowBlocks {

    /**
     * The rows of a file.
     *
     * @throws IOException when it cannot be read or holds something else
     */
    public static NpyRows of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            Npy.Layout layout = Npy.Layout.read(channel, file);
            return new NpyRows(file, layout.rows(), layout.width());
        }
    }

    @Override
    public void read(Reader reader) {
        try (FileChannel channel = FileChannel.open(file)) {
            Npy.Layout layout = Npy.Layout.read(channel, file);
            double[] block = new double[Math.min(BLOCK, rows) * width];
            for (int from = 0; from < rows; from += BLOCK) {
                int count = Math.min(BLOCK, rows - from);
                for (int row = 0; row < count; row++) {
                    ByteBuffer line = Npy.read(channel, file, layout.bytesPerRow());
                    for (int j = 0; j < width; j++) {
                        block[row * width + j] = layout.isDouble() ? line.getDouble() : line.getFloat();
                    }
                }
                reader.take(from, count, block);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
