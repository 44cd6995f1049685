package dev.weir.api.data;

import dev.weir.api.Inputs;
import dev.weir.api.Labels;

/**
 * Labelled examples in order: a part of a data set, or a split made of it.
 *
 * @param inputs what models are asked about, {@code n} rows
 * @param labels the true class of each row
 */
public record Examples(Inputs inputs, Labels labels) {

    public Examples {
        if (inputs.rows() != labels.size()) {
            throw new IllegalArgumentException(inputs.rows() + " inputs but " + labels.size() + " labels");
        }
    }

    public int size() {
        return labels.size();
    }

    /** The given rows in the given order, copied. */
    public Examples select(int[] rows) {
        return new Examples(inputs.select(rows), labels.select(rows));
    }
}
