package dev.weir.plugins.transferability;

import dev.weir.api.Need;

/** The weights by which outputs are derived. */
public enum Block {
    /** Those of the layer that gives the outputs: exact, and made of the features that it reads. */
    LAST_LAYER(Need.OUTPUT_GRADIENTS),
    /** Those of the last layer and of the block before it, which the model's engine derives by. */
    LAST_BLOCK(Need.BLOCK_GRADIENTS);

    private final Need need;

    Block(Need need) {
        this.need = need;
    }

    Need need() {
        return need;
    }
}
