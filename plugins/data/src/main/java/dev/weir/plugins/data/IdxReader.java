package dev.weir.plugins.data;

import dev.weir.api.FloatTensor;
import dev.weir.api.data.InputReader;
import java.io.IOException;

/** Reads the images of an idx file block by block. */
final class IdxReader implements InputReader {
    private static final int BLOCK = 1 << 20;

    private final IdxFile file;
    private final double scale;
    private int read;

    IdxReader(IdxFile file, double scale) {
        this.file = file;
        this.scale = scale;
    }

    @Override
    public FloatTensor next(int most) throws IOException {
        int rows = Math.min(most, file.rows() - read);
        int width = file.width();
        float[] values = new float[rows * width];
        int atOnce = Math.max(1, BLOCK / width);
        for (int from = 0; from < rows; from += atOnce) {
            int block = Math.min(atOnce, rows - from);
            read += block;
            byte[] bytes = file.next(block, read == file.rows());
            for (int i = 0; i < bytes.length; i++) {
                values[from * width + i] = (float) (Byte.toUnsignedInt(bytes[i]) * scale);
            }
        }
        return new FloatTensor(
                rows, new int[] {1, file.shape().get(0), file.shape().get(1)}, values);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
