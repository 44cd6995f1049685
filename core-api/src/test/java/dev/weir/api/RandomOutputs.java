package dev.weir.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Outputs, labels and orders of rows for tests, drawn from a seed. */
public final class RandomOutputs {
    private RandomOutputs() {}

    /** Outputs of the given logits with what is needed besides them. */
    public static Outputs of(Random random, Logits logits, Set<Need> needs) {
        Outputs outputs = Outputs.of(logits);
        if (needs.contains(Need.FEATURES)) {
            outputs = outputs.withFeatures(features(random, logits.rows(), 4));
        }
        if (needs.contains(Need.EARLIER_STAGES)) {
            Logits earlier = RandomLogits.ORDINARY.draw(random, logits.rows(), logits.classes());
            outputs = outputs.withEarlierStages(List.of(Outputs.of(earlier)));
        }
        return outputs;
    }

    public static Features features(Random random, int rows, int width) {
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Features(rows, width, values);
    }

    /** Labels that do not depend on any logits. */
    public static Labels labels(Random random, int rows, int classes) {
        return new Labels(classes, random.ints(rows, 0, classes).toArray());
    }

    /** A random order of {@code rows} rows. */
    public static int[] order(Random random, int rows) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, rows).boxed().toList());
        Collections.shuffle(order, random);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The given rows of outputs in the given order, with all that they hold. */
    public static Outputs select(Outputs outputs, Set<Need> needs, int[] rows) {
        Outputs selected = Outputs.of(outputs.logits().select(rows));
        if (needs.contains(Need.FEATURES)) {
            selected = selected.withFeatures(outputs.features().select(rows));
        }
        if (needs.contains(Need.EARLIER_STAGES)) {
            selected = selected.withEarlierStages(outputs.earlierStages().stream()
                    .map(stage -> Outputs.of(stage.logits().select(rows)))
                    .toList());
        }
        return selected;
    }
}
