package dev.weir.plugins.data;

import dev.weir.api.Features;
import dev.weir.api.Logits;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An {@code n x k} matrix of outputs in a file, of which only the header is read until the numbers are asked for; logits
 * may be {@code n x t x v}, a row for each token of each answer.
 */
final class RecordedMatrix {
    static final String LOGITS = "logits";

    private final Path file;
    private final String what;
    private final Npy npy;

    private RecordedMatrix(Path file, String what, Npy npy) {
        this.file = file;
        this.what = what;
        this.npy = npy;
    }

    /**
     * Reads and checks the header.
     *
     * @param what the numbers are, for messages: {@code "logits"}
     */
    static RecordedMatrix open(Path file, String what) throws IOException {
        Npy npy = Npy.open(file);
        boolean ofTokens = what.equals(LOGITS) && npy.shape().size() == 3;
        if ((npy.shape().size() != 2 && !ofTokens)
                || npy.shape().subList(1, npy.shape().size()).contains(0)) {
            throw npy.refusal(
                    what + " must be n x k with at least one column, got the shape " + npy.writtenShape(),
                    "Save a row for each example and a column for each class or feature.");
        }
        if (!npy.type().isFloating()) {
            throw npy.refusal(
                    what + " must be float32 or float64, got '" + npy.type() + "'",
                    "Raw scores before softmax are asked for; in NumPy: array.astype('<f4').");
        }
        return new RecordedMatrix(file, what, npy);
    }

    Path file() {
        return file;
    }

    /** Number of examples. */
    int rows() {
        return npy.shape().get(0);
    }

    /** Whether an example has a row for each token of its answer. */
    boolean isOfTokens() {
        return npy.shape().size() == 3;
    }

    /** Rows of an example: positions of its answer. */
    int positions() {
        return isOfTokens() ? npy.shape().get(1) : 1;
    }

    int columns() {
        return npy.shape().get(npy.shape().size() - 1);
    }

    Logits readLogits() throws IOException {
        return npy.type() == NpyType.FLOAT32
                ? new Logits(rows() * positions(), columns(), finiteFloats())
                : new Logits(rows() * positions(), columns(), finiteDoubles());
    }

    Features readFeatures() throws IOException {
        return npy.type() == NpyType.FLOAT32
                ? new Features(rows(), columns(), finiteFloats())
                : new Features(rows(), columns(), finiteDoubles());
    }

    private float[] finiteFloats() throws IOException {
        float[] values = npy.floats(1);
        for (int i = 0; i < values.length; i++) {
            requireFinite(i, values[i]);
        }
        return values;
    }

    private double[] finiteDoubles() throws IOException {
        double[] values = npy.doubles();
        for (int i = 0; i < values.length; i++) {
            requireFinite(i, values[i]);
        }
        return values;
    }

    private void requireFinite(int index, double value) {
        if (!Double.isFinite(value)) {
            throw npy.refusal(
                    what + " must be finite, got " + value + " in row " + index / columns() / positions()
                            + (isOfTokens() ? ", position " + index / columns() % positions() : "") + ", column "
                            + index % columns(),
                    "Record them again; a large negative number such as -1e4 rules a class out.");
        }
    }
}
