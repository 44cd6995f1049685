package dev.weir.runtime.cascade;

import dev.weir.api.Doc;
import dev.weir.api.model.ModelProvider;
import dev.weir.runtime.config.Inline;
import java.util.List;
import java.util.Optional;

/**
 * One model of a job.
 *
 * @param provider opens it
 * @param classes  the class names in the order of the model's outputs, where it states them
 */
public record ModelSettings(
        @Inline ModelProvider provider,

        @Doc("the class names in the order of the model's outputs; refused when the data say otherwise")
        Optional<List<String>> classes) {}
