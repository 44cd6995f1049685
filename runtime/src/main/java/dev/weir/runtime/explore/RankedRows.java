package dev.weir.runtime.explore;

import dev.weir.api.metrics.Ascending;
import dev.weir.api.metrics.Quantiles;

/**
 * Rows of a split in the order of a stage's score: what an interval of the score passes on is a stretch of them.
 *
 * @param scores ascending
 * @param rows   the row of each score
 */
@SuppressWarnings("ArrayRecordComponent") // columns of a table, compared by nobody
record RankedRows(double[] scores, int[] rows) {

    /** All rows of a split. */
    static RankedRows of(double[] scores) {
        int[] rows = Ascending.order(scores);
        double[] sorted = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            sorted[i] = scores[rows[i]];
        }
        return new RankedRows(sorted, rows);
    }

    int size() {
        return rows.length;
    }

    /** Those rows that are marked, in the same order. */
    RankedRows among(boolean[] marked, int count) {
        double[] keptScores = new double[count];
        int[] kept = new int[count];
        int next = 0;
        for (int i = 0; i < rows.length; i++) {
            if (marked[rows[i]]) {
                kept[next] = rows[i];
                keptScores[next++] = scores[i];
            }
        }
        return new RankedRows(keptScores, kept);
    }

    /** Where the scores from {@code low} on begin. */
    int from(double low) {
        return Quantiles.countBelow(scores, low);
    }

    /** Where the scores above {@code high} begin. */
    int upTo(double high) {
        return high == Double.POSITIVE_INFINITY ? size() : Quantiles.countBelow(scores, Math.nextUp(high));
    }

    /** 1 at each place whose row has no mark, else 0. */
    byte[] withoutMark(boolean[] marked) {
        byte[] without = new byte[rows.length];
        for (int i = 0; i < rows.length; i++) {
            without[i] = (byte) (marked[rows[i]] ? 0 : 1);
        }
        return without;
    }

    /** How many of the rows before each place have a mark, and of all of them at the end. */
    int[] countsOf(boolean[] marked) {
        int[] counts = new int[rows.length + 1];
        for (int i = 0; i < rows.length; i++) {
            counts[i + 1] = counts[i] + (marked[rows[i]] ? 1 : 0);
        }
        return counts;
    }
}
