package dev.weir.runtime.select;

import dev.weir.api.Logits;
import dev.weir.api.data.Examples;
import dev.weir.api.metrics.Interval;
import dev.weir.api.model.Model;
import dev.weir.api.selection.Estimate;
import java.util.Set;

/** How often models answer rightly. */
public final class Answers {
    private Answers() {}

    /** How many examples a model gets right. */
    public static int right(Model model, Examples examples) {
        Logits logits = model.outputs(examples.inputs(), Set.of()).logits();
        int right = 0;
        for (boolean match : examples.labels().matches(logits.predictions())) {
            right += match ? 1 : 0;
        }
        return right;
    }

    /** The share of examples that a model gets right, with its 95% interval; at least one example. */
    static Estimate accuracy(Model model, Examples examples) {
        int right = right(model, examples);
        return Estimate.of((double) right / examples.size(), Interval.ofShare(right, examples.size()));
    }
}
