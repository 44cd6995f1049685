package dev.weir.runtime.model;

import dev.weir.api.Doc;
import dev.weir.api.Require;
import dev.weir.api.model.WeightSet;
import java.util.OptionalDouble;

/**
 * How many mixes of weights are kept at most.
 *
 * @param keptMixes at least 1
 * @param memory    what they may take, in megabytes
 */
public record MixLimit(
        @Doc("how many mixes are kept in memory") int keptMixes,
        @Doc("what they may take, in megabytes") OptionalDouble memory) {

    public MixLimit {
        Require.atLeast("kept-mixes", 1, keptMixes);
        memory.ifPresent(value -> Require.positive("memory", value));
    }

    /**
     * How many mixes fit.
     *
     * @param parameters of one mix
     * @throws IllegalArgumentException when there is no place for one; the message begins with the setting
     */
    public int kept(long parameters) {
        if (memory.isEmpty()) {
            return keptMixes;
        }
        double one = parameters * (double) Float.BYTES / 1e6;
        int fit = (int) Math.min(keptMixes, memory.getAsDouble() / one);
        if (fit < 1) {
            throw new IllegalArgumentException("memory: " + memory.getAsDouble()
                    + " megabytes are less than one mix takes, " + one + "\nAllow at least one, or leave memory out.");
        }
        return fit;
    }

    int kept(WeightSet weights) {
        return kept(weights.size());
    }
}
