package dev.weir.api.model;

import dev.weir.api.Experimental;
import dev.weir.api.Outputs;
import java.util.Optional;

/**
 * What an {@link ExitModel} puts out at one of its exits.
 *
 * @param outputs for the examples that were asked about, in their order
 * @param state   of the same examples, to go on from to a later exit; empty at the last one
 */
@Experimental
public record AtExit(Outputs outputs, Optional<ExitState> state) {}
