package dev.weir.plugins.data;

/** Where in a file something is read: it says so in a refusal. */
@FunctionalInterface
interface Place {
    /** A refusal of what stands here: what is wrong, and what to do. */
    IllegalArgumentException refusal(String problem, String remedy);
}
