package dev.weir.plugins.engine.onnx;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Require;
import java.nio.file.Path;

/**
 * How texts go into a model that reads WordPiece tokens.
 *
 * @param tokenizer     a {@code tokenizer.json}, or a vocabulary with one token a line
 * @param pooling       how the vectors of a text's tokens become one
 * @param prefix        what the model wants before each text
 * @param maximumLength tokens of a text, the two marks around it included
 * @param tooLong       what becomes of a text of more tokens
 * @param lowercase     whether a vocabulary is of lower-case words without accents; a {@code tokenizer.json} says it
 * @param ids           the input of token ids
 * @param mask          the input that marks tokens among padding
 * @param types         the input of segment numbers, where the model has one
 */
public record TextInput(
        @Doc("a tokenizer.json of WordPiece, or a vocabulary with one token a line")
        Path tokenizer,

        @Default("mean") @Doc("how the vectors of a text's tokens become one: mean or cls")
        Pooling pooling,

        @Default("''") @Doc("what the model wants before each text, such as 'query: '")
        String prefix,

        @Default("128") @Doc("tokens of a text, its two marks included; at least 3")
        int maximumLength,

        @Default("cut")
        @Doc("what becomes of a text of more tokens: cut, its end is left out; or refuse, the run fails")
        TooLong tooLong,

        @Default("true") @Doc("whether a vocabulary is of lower-case words without accents; a tokenizer.json says it")
        boolean lowercase,

        @Default("input_ids") @Doc("the model's input of token ids")
        String ids,

        @Default("attention_mask") @Doc("the model's input that marks tokens among padding")
        String mask,

        @Default("token_type_ids") @Doc("the model's input of segment numbers, where it has one")
        String types) {

    /** More than any encoder takes. */
    private static final int MOST = 1_000_000;

    public TextInput {
        Require.atLeast("maximum-length", 3, maximumLength);
        if (maximumLength > MOST) {
            throw new IllegalArgumentException("maximum-length must be at most " + MOST + ", got " + maximumLength
                    + "\nWrite what the model was made for: 512 for most encoders.");
        }
    }

    /** The same for a tokenizer in another place. */
    TextInput at(Path given) {
        return new TextInput(given, pooling, prefix, maximumLength, tooLong, lowercase, ids, mask, types);
    }
}
