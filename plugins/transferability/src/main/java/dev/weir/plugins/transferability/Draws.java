package dev.weir.plugins.transferability;

import dev.weir.api.Labels;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Stratified draws of examples without replacement: a function of the labels, the size and the seed. */
final class Draws {
    private Draws() {}

    /**
     * One draw.
     *
     * @param size how many examples; at most as many as there are
     * @return their row numbers, ascending; each class in proportion, and with at least one where it has any and
     *     there is room
     */
    static int[] of(Labels labels, int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] counts = labels.counts();
        int[] wanted = apportion(counts, size);
        int[] rows = shuffled(labels.size(), random);
        int[] drawn = new int[size];
        int next = 0;
        for (int row : rows) {
            if (wanted[labels.at(row)]-- > 0) {
                drawn[next++] = row;
            }
        }
        Arrays.sort(drawn);
        return drawn;
    }

    /** Largest remainders; then classes without an example take one of the class that has most. */
    private static int[] apportion(int[] counts, int size) {
        int n = Arrays.stream(counts).sum();
        int[] wanted = new int[counts.length];
        double[] remainders = new double[counts.length];
        int left = size;
        for (int k = 0; k < counts.length; k++) {
            double quota = (double) counts[k] * size / n;
            wanted[k] = (int) quota;
            remainders[k] = quota - wanted[k];
            left -= wanted[k];
        }
        for (; left > 0; left--) {
            int most = 0;
            for (int k = 1; k < counts.length; k++) {
                most = remainders[k] > remainders[most] ? k : most;
            }
            wanted[most]++;
            remainders[most] = -1;
        }
        for (int k = 0; k < counts.length; k++) {
            int most = largest(wanted);
            if (counts[k] > 0 && wanted[k] == 0 && wanted[most] > 1) {
                wanted[k]++;
                wanted[most]--;
            }
        }
        return wanted;
    }

    private static int largest(int[] values) {
        int most = 0;
        for (int k = 1; k < values.length; k++) {
            most = values[k] > values[most] ? k : most;
        }
        return most;
    }

    private static int[] shuffled(int n, SplittableRandom random) {
        int[] rows = IntStream.range(0, n).toArray();
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = rows[i];
            rows[i] = rows[j];
            rows[j] = swapped;
        }
        return rows;
    }
}
