package dev.weir.api.selection;

import dev.weir.api.Features;

/** The rows of features in memory. */
record FeatureRows(Features features) implements RowBlocks {

    @Override
    public int rows() {
        return features.rows();
    }

    @Override
    public int width() {
        return features.width();
    }

    @Override
    public void read(Reader reader) {
        for (int from = 0; from < rows(); from += BLOCK) {
            int to = Math.min(rows(), from + BLOCK);
            reader.take(from, to - from, features.rows(from, to).toDoubles());
        }
    }

    @Override
    public RowBlocks select(int[] ascending) {
        SelectedRows.requireAscending(ascending, rows());
        return new FeatureRows(features.select(ascending));
    }
}
