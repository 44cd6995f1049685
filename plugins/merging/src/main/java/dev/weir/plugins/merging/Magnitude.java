package dev.weir.plugins.merging;

import java.util.List;

/**
 * A place in the order of a tensor's changes by their size without the sign: the smallest comes first, and of equal
 * ones the one with the later index, so that the earlier is kept longer.
 *
 * @param size  of a change, without the sign
 * @param index of the change in its tensor
 */
record Magnitude(double size, int index) {
    /** All changes come before it. */
    static final Magnitude BEYOND = new Magnitude(Double.POSITIVE_INFINITY, -1);

    /** How many bits are told apart at a time: their counts stay in the processor's cache. */
    private static final int DIGIT = 11;

    private static final int MASK = (1 << DIGIT) - 1;

    /** Whether a change comes before this place. */
    boolean isAfter(double change, int j) {
        double other = Math.abs(change);
        return other < size || (other == size && j > index);
    }

    /**
     * The change of a rank.
     *
     * @param rank from 0, the smallest; of as many as there are changes the place is beyond all
     */
    static Magnitude ofRank(Change change, int rank) {
        if (rank == change.size()) {
            return BEYOND;
        }
        double size = sizeOfRank(List.of(change), rank);
        int smaller = 0;
        for (int j = 0; j < change.size(); j++) {
            smaller += Math.abs(change.at(j)) < size ? 1 : 0;
        }
        int index = change.size();
        int equal = rank - smaller; // so many of equal size come before, and so later in the tensor
        while (equal >= 0) {
            index--;
            equal -= Math.abs(change.at(index)) == size ? 1 : 0;
        }
        return new Magnitude(size, index);
    }

    /**
     * The size of a rank among the changes of several tensors. The bits of numbers without a sign are ordered as the
     * numbers are, so it is found digit by digit, by counting: nothing is copied and nothing is sorted.
     *
     * @param rank from 0, the smallest, to less than the number of all changes
     */
    static double sizeOfRank(List<Change> changes, long rank) {
        long found = 0;
        long left = rank;
        for (int shift = Long.SIZE / DIGIT * DIGIT; shift >= 0; shift -= DIGIT) {
            long[] counts = new long[MASK + 1];
            for (Change change : changes) {
                count(change, found, shift, counts);
            }
            int digit = 0;
            while (left >= counts[digit]) {
                left -= counts[digit];
                digit++;
            }
            found = found << DIGIT | digit;
        }
        return Double.longBitsToDouble(found);
    }

    /** Counts the next digits of those changes that begin with the digits that were found. */
    private static void count(Change change, long found, int shift, long[] counts) {
        for (int j = 0; j < change.size(); j++) {
            long bits = Double.doubleToRawLongBits(Math.abs(change.at(j))) >>> shift;
            if (bits >>> DIGIT == found) {
                counts[(int) bits & MASK]++;
            }
        }
    }
}
