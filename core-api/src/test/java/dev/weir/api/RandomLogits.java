package dev.weir.api;

import java.util.Random;

/** Logits of every kind that models are known to put out, drawn from a seed. */
public enum RandomLogits {
    /** As a trained model gives them. */
    ORDINARY {
        @Override
        void fill(Random random, double[] row) {
            for (int k = 0; k < row.length; k++) {
                row[k] = 3 * random.nextGaussian();
            }
        }
    },
    /** Up to the largest float, of both signs. */
    HUGE {
        @Override
        void fill(Random random, double[] row) {
            for (int k = 0; k < row.length; k++) {
                row[k] = random.nextDouble(-1, 1) * Float.MAX_VALUE;
            }
            row[random.nextInt(row.length)] = random.nextBoolean() ? Float.MAX_VALUE : -Float.MAX_VALUE;
        }
    },
    /** One class so far above the others that its probability is exactly 1. */
    SATURATED {
        @Override
        void fill(Random random, double[] row) {
            ORDINARY.fill(random, row);
            row[random.nextInt(row.length)] += random.nextDouble(100, 1000);
        }
    },
    /** Equal logits: all of a row, some of its largest, or some below its largest. */
    TIED {
        @Override
        void fill(Random random, double[] row) {
            int levels = 1 + random.nextInt(2);
            for (int k = 0; k < row.length; k++) {
                row[k] = random.nextInt(levels);
            }
        }
    },
    /** One class far below the others, as a masked class is. */
    ONE_CLASS_APART {
        @Override
        void fill(Random random, double[] row) {
            ORDINARY.fill(random, row);
            row[random.nextInt(row.length)] = -1e30;
        }
    },
    /** A large constant on all logits of a row, such as a head may carry. */
    SHIFTED {
        @Override
        void fill(Random random, double[] row) {
            double constant = random.nextDouble(1e8, 1e9);
            for (int k = 0; k < row.length; k++) {
                row[k] = constant + 100 * random.nextInt(3);
            }
        }
    },
    /** In double precision: a float would lose what tells the logits of a row apart. */
    DOUBLE {
        @Override
        void fill(Random random, double[] row) {
            for (int k = 0; k < row.length; k++) {
                row[k] = 5 + 1e-9 * random.nextGaussian();
            }
        }
    };

    abstract void fill(Random random, double[] row);

    /** Logits of {@code rows} examples; in single precision unless the kind says otherwise. */
    public Logits draw(Random random, int rows, int classes) {
        double[] doubles = new double[rows * classes];
        float[] floats = new float[doubles.length];
        double[] row = new double[classes];
        for (int i = 0; i < rows; i++) {
            fill(random, row);
            for (int k = 0; k < classes; k++) {
                doubles[i * classes + k] = row[k];
                floats[i * classes + k] = (float) row[k];
            }
        }
        return this == DOUBLE ? new Logits(rows, classes, doubles) : new Logits(rows, classes, floats);
    }
}
