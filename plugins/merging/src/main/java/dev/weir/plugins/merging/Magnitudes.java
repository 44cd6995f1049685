package dev.weir.plugins.merging;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Orders numbers by their size without the sign. */
final class Magnitudes {
    private Magnitudes() {}

    /** Indices, the smallest magnitude first; of equal ones the later index first, so that the earlier is kept longer. */
    static int[] ascending(double[] values) {
        Comparator<Integer> byMagnitude = Comparator.comparingDouble(i -> Math.abs(values[i]));
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(byMagnitude.thenComparing(Comparator.reverseOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
