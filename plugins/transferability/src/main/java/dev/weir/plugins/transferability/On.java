package dev.weir.plugins.transferability;

/** What LFC's kernel is made of. */
public enum On {
    /** Features of the penultimate layer: LFC. */
    FEATURES("features"),
    /** Gradients of the outputs: LGC. */
    OUTPUT_GRADIENTS("output gradients");

    private final String words;

    On(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
