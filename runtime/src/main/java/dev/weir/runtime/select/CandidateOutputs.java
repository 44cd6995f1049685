package dev.weir.runtime.select;

import dev.weir.api.Features;
import dev.weir.api.Need;
import dev.weir.api.selection.RowBlocks;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a candidate put out for the target's train split.
 *
 * @param rows       by need
 * @param missing    by need that it did not meet: why
 * @param parameters its trained numbers, where it knows them
 * @param gradients  of its last block, by how many numbers an example's are projected to; read from their file
 */
public record CandidateOutputs(
        Map<Need, Features> rows,
        Map<Need, String> missing,
        OptionalLong parameters,
        Map<Integer, RowBlocks> gradients) {

    public CandidateOutputs {
        rows = Map.copyOf(rows);
        missing = Map.copyOf(missing);
        gradients = Map.copyOf(gradients);
    }

    /** Without gradients. */
    public CandidateOutputs(Map<Need, Features> rows, Map<Need, String> missing, OptionalLong parameters) {
        this(rows, missing, parameters, Map.of());
    }

    CandidateOutputs lacking(Map<Need, String> needs) {
        Map<Need, String> more = new HashMap<>(missing);
        more.putAll(needs);
        return new CandidateOutputs(rows, more, parameters, gradients);
    }

    CandidateOutputs withGradients(int projection, RowBlocks of) {
        Map<Integer, RowBlocks> more = new HashMap<>(gradients);
        more.put(projection, of);
        return new CandidateOutputs(rows, missing, parameters, more);
    }

    CandidateOutputs withoutGradients(String reason) {
        return lacking(Map.of(Need.BLOCK_GRADIENTS, reason));
    }
}
