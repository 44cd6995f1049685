package dev.weir.runtime.select;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.model.ModelProvider;
import java.util.Map;
import java.util.Optional;

/**
 * One model of a zoo.
 *
 * @param name  in reports; unique in the zoo
 * @param model opens it; empty where its scores and trials are given
 * @param source the data set of a benchmark that it is trained on before it meets any target
 * @param facts what is known of it without asking it
 */
public record CandidateSettings(
        @Doc("the candidate's name in reports; unique in the zoo")
        String name,

        @Doc("opens it; left out where its scores and trials are given")
        Optional<ModelProvider> model,

        @Doc("the data set that 'job: benchmark' trains it on before it meets any target; one of sources")
        Optional<String> source,

        @Default("{}")
        @Doc("what is known of it: source-accuracy, parameters, or any other number by a name of your own")
        Map<String, Double> facts) {

    /** Opens it. */
    public ModelProvider provider() {
        return model.orElseThrow(() -> new IllegalStateException("the candidate " + name + " has no model"));
    }

    public CandidateSettings {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
        facts.forEach((fact, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("facts." + fact + " must be finite, got " + value);
            }
        });
    }
}
