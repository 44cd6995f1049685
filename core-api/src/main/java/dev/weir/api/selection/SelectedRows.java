package dev.weir.api.selection;

/** Some rows of others, in their order: one pass over these is one pass over those. */
final class SelectedRows implements RowBlocks {
    private final RowBlocks of;
    private final int[] ascending;

    SelectedRows(RowBlocks of, int[] ascending) {
        requireAscending(ascending, of.rows());
        this.of = of;
        this.ascending = ascending;
    }

    static void requireAscending(int[] rows, int n) {
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] < 0 || rows[i] >= n || (i > 0 && rows[i] <= rows[i - 1])) {
                throw new IllegalArgumentException("rows must be ascending and in [0, " + n + "), got " + rows[i]);
            }
        }
    }

    @Override
    public int rows() {
        return ascending.length;
    }

    @Override
    public int width() {
        return of.width();
    }

    @Override
    public void read(Reader reader) {
        Gathering gathering = new Gathering(reader);
        of.read(gathering);
        gathering.flush();
    }

    /** Fills blocks of the selected rows during one pass over all rows. */
    private final class Gathering implements Reader {
        private final Reader reader;
        private final double[] block = new double[Math.min(BLOCK, Math.max(1, rows())) * width()];
        private int next;
        private int held;

        Gathering(Reader reader) {
            this.reader = reader;
        }

        @Override
        public void take(int from, int rows, double[] values) {
            int width = width();
            for (; next < ascending.length && ascending[next] < from + rows; next++) {
                System.arraycopy(values, (ascending[next] - from) * width, block, held * width, width);
                if (++held == BLOCK) {
                    flush(next + 1);
                }
            }
        }

        private void flush() {
            if (held > 0) {
                flush(next);
            }
        }

        private void flush(int to) {
            reader.take(to - held, held, block);
            held = 0;
        }
    }

    @Override
    public String toString() {
        return rows() + " rows of " + of;
    }
}
