package dev.weir.plugins.dawin;

/** How many mixes there are. */
enum Mode {
    /** One for each example. */
    SAMPLE,
    /** One for each cluster of coefficients. */
    CLUSTER,
    /** One for the whole stream. */
    DOMAIN
}
