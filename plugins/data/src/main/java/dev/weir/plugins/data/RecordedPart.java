package dev.weir.plugins.data;

import dev.weir.api.Doc;
import java.nio.file.Path;
import java.util.Optional;

/** What a model put out for the examples of one part. A path alone is the logits. */
public record RecordedPart(
        @Doc("an .npy file of logits, n x k, before softmax; float32 or float64, which is not narrowed")
        Optional<Path> logits,

        @Doc("an .npy file of features of the penultimate layer, n x d; float32 or float64")
        Optional<Path> features,

        @Doc("an .npy file of the model's probabilities for the classes it was first trained on, n x s; float32 or "
                + "float64")
        Optional<Path> sourceProbabilities,

        @Doc("which tokens count; outputs per token are not read yet")
        Optional<Path> mask) {

    public RecordedPart {
        if (logits.isEmpty() && features.isEmpty() && sourceProbabilities.isEmpty()) {
            throw new IllegalArgumentException("logits must be given, or features, or source-probabilities");
        }
        if (mask.isPresent()) {
            throw new IllegalArgumentException(
                    "mask is not read yet" + "\nRecord one row of logits for each example and leave 'mask' out.");
        }
    }
}
