package dev.weir.plugins.transferability;

import dev.weir.api.Labels;

/** The classes that a target's examples have, numbered from 0 without the empty ones. */
final class TargetClasses {
    private final int[] ofRow;
    private final int[] counts;

    TargetClasses(Labels labels) {
        int[] all = labels.counts();
        int[] numbers = new int[all.length];
        int present = 0;
        for (int k = 0; k < all.length; k++) {
            numbers[k] = all[k] > 0 ? present++ : -1;
        }
        counts = new int[present];
        ofRow = new int[labels.size()];
        for (int row = 0; row < ofRow.length; row++) {
            ofRow[row] = numbers[labels.at(row)];
            counts[ofRow[row]]++;
        }
    }

    /** How many classes have examples. */
    int size() {
        return counts.length;
    }

    int rows() {
        return ofRow.length;
    }

    /** How many examples a class has; at least 1. */
    int count(int k) {
        return counts[k];
    }

    /** The class of an example. */
    int at(int row) {
        return ofRow[row];
    }
}
