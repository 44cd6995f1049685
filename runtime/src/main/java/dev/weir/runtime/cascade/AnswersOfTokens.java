package dev.weir.runtime.cascade;

import dev.weir.api.Answers;
import dev.weir.api.Labels;
import dev.weir.api.Outputs;
import dev.weir.api.TokenMask;
import java.util.Optional;

/** Holds what models put out token by token against labels that are written so. */
public final class AnswersOfTokens {
    private AnswersOfTokens() {}

    /**
     * The outputs, of which it is known what classes their answers are.
     *
     * @throws IllegalArgumentException when one is of tokens and the other is not, or their lengths or vocabularies
     *     differ; the message says what to do
     */
    public static Outputs compared(Outputs outputs, Labels labels) {
        Optional<TokenMask> tokens = outputs.tokens();
        Optional<Answers> answers = labels.answers();
        if (tokens.isEmpty() && answers.isEmpty()) {
            return outputs;
        }
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("logits for every token of an answer, but a label is one class"
                    + "\nGive labels of tokens, n x t, with -1 where there is none; or logits n x k.");
        }
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException("one row of logits for an example, but a label is up to "
                    + answers.get().length()
                    + " tokens\nGive logits for every token, n x t x v, and a mask; or labels of one class each.");
        }
        int length = tokens.get().length();
        if (length != answers.get().length()) {
            throw new IllegalArgumentException("answers of " + length + " positions, but the labels have "
                    + answers.get().length() + "\nPad both to one length: the mask is 0 and the label -1 there.");
        }
        int vocabulary = outputs.logits().classes();
        if (vocabulary < answers.get().vocabulary()) {
            throw new IllegalArgumentException("logits for a vocabulary of " + vocabulary
                    + " tokens, but a label has the token " + (answers.get().vocabulary() - 1)
                    + "\nTokens count from 0: record logits for all of them.");
        }
        return outputs.answering(answers.get());
    }
}
