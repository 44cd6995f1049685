package dev.weir.plugins.windowearlyexit;

import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;

/** Another score for tests: the first logit. */
record FirstLogit() implements ConfidenceScore {

    @Override
    public double[] scores(Outputs outputs) {
        return outputs.logits().mapRows(row -> outputs.logits().at(row, 0));
    }
}
