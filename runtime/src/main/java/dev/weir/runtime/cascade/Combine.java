package dev.weir.runtime.cascade;

/** What a stage answers with. */
public enum Combine {
    /** Its own outputs. */
    REPLACE,
    /** The mean of the probabilities of the stages so far, its own included. */
    AVERAGE
}
