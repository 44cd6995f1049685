package dev.weir.runtime.cascade;

import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.model.ModelProvider;
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
 * @param name         the model's name in the job
 * @param outputs      on the splits that were recorded
 * @param parameters   number of trained numbers
 * @param macs         multiply-accumulate operations for one example
 * @param millisPerRow measured on the test split
 * @param served       what opens it in the bundle, where it answers as its export
 */
record ModelRun(
        String name,
        Map<SplitName, Outputs> outputs,
        OptionalLong parameters,
        OptionalLong macs,
        OptionalDouble millisPerRow,
        Optional<ModelProvider> served) {

    ModelRun {
        outputs = Map.copyOf(outputs);
    }

    /** The same model with other logits, as a calibrator changes them. */
    ModelRun with(UnaryOperator<Logits> change) {
        Map<SplitName, Outputs> changed = new EnumMap<>(SplitName.class);
        outputs.forEach((split, of) -> changed.put(split, of.withLogits(change.apply(of.logits()))));
        return new ModelRun(name, changed, parameters, macs, millisPerRow);
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

    Outputs on(SplitName split) {
        Outputs found = outputs.get(split);
        if (found == null) {
            throw new IllegalStateException(name + " was not recorded on " + split.key());
        }
        return found;
    }
}
