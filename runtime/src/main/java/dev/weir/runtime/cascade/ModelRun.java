package dev.weir.runtime.cascade;

import dev.weir.api.Outputs;
import dev.weir.runtime.split.SplitName;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What one model put out, and what it costs.
 *
 * @param name         the model's name in the job
 * @param outputs      on the splits that were recorded
 * @param parameters   number of trained numbers
 * @param macs         multiply-accumulate operations for one example
 * @param millisPerRow measured on the test split
 */
record ModelRun(
        String name,
        Map<SplitName, Outputs> outputs,
        OptionalLong parameters,
        OptionalLong macs,
        OptionalDouble millisPerRow) {

    ModelRun {
        outputs = Map.copyOf(outputs);
    }

    Outputs on(SplitName split) {
        Outputs found = outputs.get(split);
        if (found == null) {
            throw new IllegalStateException(name + " was not recorded on " + split.key());
        }
        return found;
    }
}
