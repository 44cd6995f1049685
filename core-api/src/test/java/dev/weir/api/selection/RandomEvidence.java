package dev.weir.api.selection;

import dev.weir.api.Features;
import dev.weir.api.Labels;
import dev.weir.api.Need;
import java.util.Random;
import java.util.Set;

/** What models put out for a target, of every kind that a score may meet, drawn from a seed. */
public enum RandomEvidence {
    /** Features that know something of the classes. */
    ORDINARY,
    /** Every row equal. */
    CONSTANT,
    /** Columns that repeat each other. */
    RANK_DEFICIENT,
    /** More features than examples. */
    WIDE,
    /** Some columns that are 0 for every row, as units that never fire. */
    DEAD_COLUMNS,
    /** A mean a million times the spread. */
    FAR_FROM_ZERO,
    /** Values near the largest float. */
    HUGE,
    /** Values near the smallest float. */
    TINY;

    /** What a score is given: labels of three classes and the rows that it needs, 24 examples. */
    public Evidence draw(Random random, Set<Need> needs) {
        return draw(random, labels(random, 24, 3), needs);
    }

    /** What a score is given for these labels. */
    public Evidence draw(Random random, Labels labels, Set<Need> needs) {
        Evidence evidence = Evidence.of(labels);
        for (Need need : needs) {
            evidence = evidence.with(
                    need,
                    RowBlocks.of(
                            need == Need.SOURCE_PROBABILITIES
                                    ? probabilities(random, labels)
                                    : features(random, labels)));
        }
        return evidence;
    }

    /** Labels in random order; every class has an example, the last exactly one. */
    public static Labels labels(Random random, int n, int classes) {
        int[] values = new int[n];
        for (int i = 0; i < n; i++) {
            values[i] = i < classes ? i : random.nextInt(Math.max(1, classes - 1));
        }
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
        return new Labels(classes, values);
    }

    private Features features(Random random, Labels labels) {
        int n = labels.size();
        int d = this == WIDE ? 2 * n : 6;
        double[] values = new double[n * d];
        for (int row = 0; row < n; row++) {
            for (int j = 0; j < d; j++) {
                double ordinary = random.nextGaussian() + (j % labels.classes() == labels.at(row) ? 1 : 0);
                values[row * d + j] = switch (this) {
                    case CONSTANT -> 0.1 * (j + 1);
                    case RANK_DEFICIENT -> j < 2 ? ordinary : values[row * d + j % 2] * (j + 1);
                    case DEAD_COLUMNS -> j < 2 ? 0 : ordinary;
                    case FAR_FROM_ZERO -> 1e6 + ordinary;
                    case HUGE -> ordinary * 1e37;
                    case TINY -> ordinary * 1e-37;
                    case ORDINARY, WIDE -> ordinary;
                };
            }
        }
        return new Features(n, d, values);
    }

    private static Features probabilities(Random random, Labels labels) {
        int n = labels.size();
        int s = 4;
        double[] values = new double[n * s];
        for (int row = 0; row < n; row++) {
            double sum = 0;
            for (int j = 0; j < s; j++) {
                double weight = Math.exp(2 * random.nextGaussian() + (j == labels.at(row) ? 2 : 0));
                values[row * s + j] = j == s - 1 ? 0 : weight; // the last class is never foreseen
                sum += values[row * s + j];
            }
            for (int j = 0; j < s; j++) {
                values[row * s + j] /= sum;
            }
        }
        return new Features(n, s, values);
    }
}
