package dev.weir.api;

/** Where long work says how far it is. Calls are cheap; the receiver decides what a person sees. */
@FunctionalInterface
public interface Progress {

    /** Says nothing. */
    Progress SILENT = (activity, done, total, detail) -> {};

    /**
     * Reports a step.
     *
     * @param activity what is being done, the same words at every step: {@code "training small"}
     * @param done     steps done, at least 0
     * @param total    steps in all, at least {@code done}; 0 when nobody knows
     * @param detail   what can be said of this step, such as {@code "loss 0.31"}; may be empty
     */
    void report(String activity, long done, long total, String detail);

    /**
     * Says how good a model in training is after an epoch. Where a training keeps its states, this is said of an
     * epoch before its state is kept, so that who listens misses none after an interruption.
     *
     * @param epoch    from 1
     * @param accuracy on the validation split, in [0, 1]
     */
    default void validated(int epoch, double accuracy) {}
}
