package dev.weir.plugins.engine.support;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.RecordedRows;
import dev.weir.api.Texts;
import dev.weir.api.TokenIds;

/** The inputs of a model that takes numbers. */
public final class FloatInputs {
    private FloatInputs() {}

    /**
     * Inputs as float tensors.
     *
     * @param setting that a refusal is shown at
     * @throws IllegalArgumentException when they are of another kind
     */
    public static FloatTensor require(String setting, Inputs inputs) {
        if (inputs instanceof FloatTensor tensor) {
            return tensor;
        }
        throw new IllegalArgumentException(
                setting + ": takes float tensors, got " + inputs.kind() + "\n" + remedy(inputs));
    }

    private static String remedy(Inputs inputs) {
        if (inputs instanceof Texts) {
            return "Make numbers of them, beside the data's 'use': transforms: [ bag-of-words ].";
        }
        if (inputs instanceof TokenIds) {
            return "Use a network that reads tokens: transformer.";
        }
        return inputs instanceof RecordedRows
                ? "Recorded data go with models that are recorded: use: recorded."
                : "Take data of numbers, such as a csv or idx source reads.";
    }
}
