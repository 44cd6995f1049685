package dev.weir.plugins.data;

import dev.weir.api.Answers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Labels that are sequences of tokens, numbered as classes in the order in which they come up. */
final class TokenLabels {
    private final int length;
    private final Map<List<Integer>, Integer> classes = new LinkedHashMap<>();

    /** No labels yet. */
    TokenLabels(int length) {
        this.length = length;
    }

    /** The class of a sequence of {@code length} tokens. */
    int classOf(int[] tokens) {
        return classes.computeIfAbsent(Arrays.stream(tokens).boxed().toList(), absent -> classes.size());
    }

    /** All sequences so far. */
    Answers answers(int vocabulary) {
        int[] tokens = new int[classes.size() * length];
        int next = 0;
        for (List<Integer> sequence : classes.keySet()) {
            for (int token : sequence) {
                tokens[next++] = token;
            }
        }
        return new Answers(vocabulary, length, tokens);
    }

    /** The largest token so far, plus 1. */
    int vocabulary() {
        return classes.keySet().stream()
                        .flatMap(List::stream)
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(0)
                + 1;
    }

    /**
     * Reads the labels of recorded answers, {@code n x t} whole numbers.
     *
     * @param names of the tokens
     * @return the class of each row
     */
    int[] read(Npy npy, Optional<List<String>> names) throws IOException {
        long vocabulary = names.map(List::size).orElse(Integer.MAX_VALUE);
        if (npy.shape().get(1) != length) {
            throw npy.refusal(
                    "labels of " + npy.shape().get(1) + " tokens, but other parts have " + length,
                    "Pad the labels of all parts to one length, with -1.");
        }
        if (npy.shape().get(0) == 0) {
            throw npy.refusal("there are no labels", "A part needs at least one example.");
        }
        long[] values = npy.wholes();
        int[] rows = new int[values.length / Math.max(1, length)];
        int[] tokens = new int[length];
        for (int row = 0; row < rows.length; row++) {
            boolean isEmpty = true;
            for (int position = 0; position < length; position++) {
                long token = values[row * length + position];
                if (token < Answers.NONE || token >= vocabulary) {
                    throw npy.refusal(
                            "the label " + token + " in row " + row + ", position " + position
                                    + " is outside the vocabulary",
                            "A label is the index of a token, from 0"
                                    + (names.isPresent() ? " to " + (vocabulary - 1) : "")
                                    + ", or -1 where there is none.");
                }
                tokens[position] = (int) token;
                isEmpty &= token == Answers.NONE;
            }
            if (isEmpty) {
                throw npy.refusal(
                        "the label of row " + row + " has no token",
                        "An answer has at least one: leave rows without an answer out, here and in the logits.");
            }
            rows[row] = classOf(tokens);
        }
        return rows;
    }

    /** The names of the sequences, of those of their tokens. */
    List<String> names(List<String> tokens, String between) {
        List<String> names = new ArrayList<>();
        for (List<Integer> sequence : classes.keySet()) {
            names.add(String.join(
                    between,
                    sequence.stream()
                            .filter(token -> token != Answers.NONE)
                            .map(tokens::get)
                            .toList()));
        }
        return names;
    }
}
