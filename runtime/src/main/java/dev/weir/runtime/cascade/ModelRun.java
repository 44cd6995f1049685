package dev.weir.runtime.cascade;

import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelProvider;
import dev.weir.runtime.model.InterpolatedModel;
import dev.weir.runtime.split.SplitName;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * What one model put out, and what it costs.
 *
 * @param name         the stage's name: the model's in the job, with the exit where the stage names one
 * @param outputs      on the splits that were recorded
 * @param parameters   number of trained numbers
 * @param macs         multiply-accumulate operations for one example that only this stage is asked about
 * @param millisPerRow measured on the test split
 * @param added        what asking it adds in the cascade
 * @param served       what opens it in the bundle, where it answers as its export
 * @param plan         the mixes of an interpolated model
 */
record ModelRun(
        String name,
        Map<SplitName, Outputs> outputs,
        OptionalLong parameters,
        OptionalLong macs,
        OptionalDouble millisPerRow,
        Added added,
        Optional<ModelProvider> served,
        Optional<InterpolationPlan> plan) {

    ModelRun {
        outputs = Map.copyOf(outputs);
    }

    /**
     * What asking a stage adds for one example to what the stages before have cost: at an exit of a network that was
     * asked before, only what lies between the two exits.
     *
     * @param macs   multiply-accumulate operations
     * @param millis measured on the test split
     */
    record Added(OptionalLong macs, OptionalDouble millis) {}

    /** The same model with other logits, as a calibrator changes them. */
    ModelRun with(UnaryOperator<Logits> change) {
        Map<SplitName, Outputs> changed = new EnumMap<>(SplitName.class);
        outputs.forEach((split, of) -> changed.put(split, of.withLogits(change.apply(of.logits()))));
        return new ModelRun(name, changed, parameters, macs, millisPerRow, added, Optional.empty(), plan);
    }

    /** A model that is asked from the start. */
    ModelRun(
            String name,
            Map<SplitName, Outputs> outputs,
            OptionalLong parameters,
            OptionalLong macs,
            OptionalDouble millisPerRow,
            Optional<ModelProvider> served) {
        this(name, outputs, parameters, macs, millisPerRow, new Added(macs, millisPerRow), served, Optional.empty());
    }

    /** A model that answers as it was trained. */
    ModelRun(
            String name,
            Map<SplitName, Outputs> outputs,
            OptionalLong parameters,
            OptionalLong macs,
            OptionalDouble millisPerRow) {
        this(name, outputs, parameters, macs, millisPerRow, Optional.empty());
    }

    /** The same model with the mixes that it answers with, where it is interpolated. */
    ModelRun withPlanOf(Model model) {
        return model instanceof InterpolatedModel interpolated
                ? new ModelRun(
                        name, outputs, parameters, macs, millisPerRow, added, served, Optional.of(interpolated.plan()))
                : this;
    }

    Outputs on(SplitName split) {
        Outputs found = outputs.get(split);
        if (found == null) {
            throw new IllegalStateException(name + " was not recorded on " + split.key());
        }
        return found;
    }
}
