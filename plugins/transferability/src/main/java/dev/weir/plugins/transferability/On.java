package dev.weir.plugins.transferability;

import dev.weir.api.Need;

/** What LFC's kernel is made of. */
public enum On {
    /** Features of the penultimate layer: LFC. */
    FEATURES(Need.FEATURES, "features"),
    /** Gradients of the outputs: LGC. */
    OUTPUT_GRADIENTS(Need.OUTPUT_GRADIENTS, "output gradients");

    private final Need need;
    private final String words;

    On(Need need, String words) {
        this.need = need;
        this.words = words;
    }

    Need need() {
        return need;
    }

    String words() {
        return words;
    }
}
