package dev.weir.runtime.select;

import dev.weir.api.Features;
import dev.weir.api.Need;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a candidate put out for the target's train split.
 *
 * @param rows       by need
 * @param missing    by need that it did not meet: why
 * @param parameters its trained numbers, where it knows them
 */
public record CandidateOutputs(Map<Need, Features> rows, Map<Need, String> missing, OptionalLong parameters) {

    public CandidateOutputs {
        rows = Map.copyOf(rows);
        missing = Map.copyOf(missing);
    }
}
