package dev.weir.plugins.data;

import dev.weir.api.Doc;
import java.nio.file.Path;
import java.util.Optional;

/** What a model put out for the examples of one part. A path alone is the logits. */
public record RecordedPart(
        @Doc("an .npy file of logits, n x k, before softmax, or n x t x v for answers of t tokens; float32 or float64,"
                + " which is not narrowed")
        Optional<Path> logits,

        @Doc("an .npy file of features of the penultimate layer, n x d; float32 or float64")
        Optional<Path> features,

        @Doc("an .npy file of the model's probabilities for the classes it was first trained on, n x s; float32 or "
                + "float64")
        Optional<Path> sourceProbabilities,

        @Doc("an .npy file of n x t numbers for logits n x t x v: 1 where the answer has a token, 0 where there is"
                + " padding; without it all are tokens")
        Optional<Path> mask) {

    public RecordedPart {
        if (logits.isEmpty() && features.isEmpty() && sourceProbabilities.isEmpty()) {
            throw new IllegalArgumentException("logits must be given, or features, or source-probabilities");
        }
        if (mask.isPresent() && logits.isEmpty()) {
            throw new IllegalArgumentException(
                    "mask is of the tokens of logits, and there are none\nGive logits, n x t x v, or leave 'mask' out.");
        }
    }
}
