package dev.weir.api.deferral;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import java.util.Random;

/** The contract holds for the simplest calibrator there is: a factor by how common class 0 is. */
class SimpleCalibratorTest implements CalibratorContract {

    @Override
    public Calibrator calibrator(Random random) {
        return new Unfitted();
    }

    private record Unfitted() implements Calibrator {

        @Override
        public Calibrator fitted(Logits logits, Labels labels) {
            int[] counts = labels.counts();
            return new Shrunk(counts[0] > labels.size() / 2.0 ? 0.5 : 0.25);
        }

        @Override
        public Logits apply(Logits logits) {
            throw new IllegalStateException("nothing was learned yet");
        }
    }

    private record Shrunk(double factor) implements Calibrator {

        @Override
        public Calibrator fitted(Logits logits, Labels labels) {
            return this;
        }

        @Override
        public Logits apply(Logits logits) {
            double[] values = logits.toDoubles();
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
            return new Logits(logits.rows(), logits.classes(), values);
        }
    }
}
