package dev.weir.plugins.dawin;

import dev.weir.api.Doc;
import dev.weir.api.Require;

/** What a plan is fitted to. */
public sealed interface Fitting {

    /** The whole stream that it then serves, as published. */
    @Doc("the whole stream that the plan then serves, as published")
    record Transductive() implements Fitting {}

    /**
     * The beginning of the stream; what a server can do.
     *
     * @param examples so many of the first; all where there are fewer
     */
    @Doc("the first so many examples; all where there are fewer")
    record WarmUp(@Doc("at least 1") int examples) implements Fitting {

        public WarmUp {
            Require.atLeast("examples", 1, examples);
        }
    }
}
