package dev.weir.api.metrics;

/** The order of the rows of an array of numbers. */
public final class Ascending {
    private Ascending() {}

    /** Row indexes from the smallest value to the largest, equal values in row order. A merge sort of ints. */
    public static int[] order(double[] values) {
        int n = values.length;
        int[] order = new int[n];
        for (int row = 0; row < n; row++) {
            order[row] = row;
        }
        int[] spare = new int[n];
        for (int width = 1; width < n && width > 0; width *= 2) {
            for (int from = 0; from < n; from += 2 * width) {
                int middle = Math.min(n, from + width);
                merge(values, order, spare, from, middle, Math.min(n, middle + width));
                if (from > n - 2 * width) {
                    break; // before the sum overflows
                }
            }
            int[] merged = spare;
            spare = order;
            order = merged;
        }
        return order;
    }

    private static void merge(double[] values, int[] order, int[] into, int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int next = from; next < to; next++) {
            boolean takesLeft = left < middle && (right >= to || values[order[left]] <= values[order[right]]);
            into[next] = order[takesLeft ? left++ : right++];
        }
    }
}
