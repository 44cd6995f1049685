package dev.weir.runtime.select;

import dev.weir.api.Doc;
import dev.weir.api.Require;
import dev.weir.runtime.cascade.DataSettings;
import dev.weir.runtime.split.SplitSettings;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A data set of a benchmark: a source that candidates are trained on first, or a target.
 *
 * @param data     where its examples come from
 * @param splits   how they are divided; without it, the source's parts are the splits
 * @param examples how many of the train split are used; all of them where it is not given
 */
public record DataSetSettings(
        @Doc("where the examples come from") DataSettings data,

        @Doc("how the examples are divided; without it, the source's parts are the splits")
        Optional<SplitSettings> splits,

        @Doc("how many examples of the train split are learned from, each class in proportion; all unless given")
        OptionalInt examples) {

    public DataSetSettings {
        examples.ifPresent(value -> Require.atLeast("examples", 2, value));
    }
}
