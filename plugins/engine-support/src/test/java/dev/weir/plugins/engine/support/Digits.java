package dev.weir.plugins.engine.support;

import dev.weir.api.FloatTensor;
import dev.weir.api.Labels;
import dev.weir.api.data.Examples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The 1,797 handwritten digits that lie beside the configurations: 8 x 8 pixels in [0, 1]. */
public final class Digits {
    private static final Path FILE = Path.of("..", "..", "configs", "data", "optdigits.csv");
    private static final int PIXELS = 64;
    private static final float BRIGHTEST = 16;

    private Digits() {}

    public static Examples all() {
        List<String> lines;
        try {
            lines = Files.readAllLines(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int rows = lines.size() - 1;
        float[] pixels = new float[rows * PIXELS];
        int[] digits = new int[rows];
        for (int row = 0; row < rows; row++) {
            String[] cells = lines.get(row + 1).split(",", -1);
            for (int i = 0; i < PIXELS; i++) {
                pixels[row * PIXELS + i] = Integer.parseInt(cells[i]) / BRIGHTEST;
            }
            digits[row] = Integer.parseInt(cells[PIXELS]);
        }
        return new Examples(new FloatTensor(rows, new int[] {1, 8, 8}, pixels), new Labels(10, digits));
    }

    /** Every second row: an even and an odd half. */
    public static Examples half(int remainder) {
        Examples all = all();
        return all.select(IntStream.range(0, all.size())
                .filter(row -> row % 2 == remainder)
                .toArray());
    }
}
