package dev.weir.api;

import java.util.Arrays;

/**
 * Which tokens of {@code n} answers there are, where a model answers token by token: each answer has {@code length}
 * positions, and at least one token. The array is taken over without a copy and never written to again.
 */
public final class TokenMask {
    private final int length;
    private final boolean[] tokens;

    /**
     * A mask.
     *
     * @param length positions of an answer, at least 1
     * @param tokens {@code n * length}; true where there is a token, false where there is padding
     */
    public TokenMask(int length, boolean[] tokens) {
        Require.atLeast("length of an answer", 1, length);
        this.length = length;
        this.tokens = tokens;
        if (tokens.length % length != 0) {
            throw new IllegalArgumentException(tokens.length + " positions are no whole answers of length " + length);
        }
        for (int row = 0; row < rows(); row++) {
            if (count(row) == 0) {
                throw new IllegalArgumentException("the mask hides all tokens of row " + row);
            }
        }
    }

    public int rows() {
        return tokens.length / length;
    }

    /** Positions of an answer, padding included. */
    public int length() {
        return length;
    }

    /** Whether there is a token at a position of an answer. */
    public boolean isToken(int row, int position) {
        return tokens[row * length + position];
    }

    /** How many tokens an answer has, at least 1. */
    public int count(int row) {
        int count = 0;
        for (int position = 0; position < length; position++) {
            count += isToken(row, position) ? 1 : 0;
        }
        return count;
    }

    /** How many tokens all answers have. */
    public long count() {
        long count = 0;
        for (boolean token : tokens) {
            count += token ? 1 : 0;
        }
        return count;
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive). */
    TokenMask rows(int from, int to) {
        return new TokenMask(length, Arrays.copyOfRange(tokens, from * length, to * length));
    }

    /** The given rows in the given order. */
    TokenMask select(int[] rows) {
        boolean[] selected = new boolean[rows.length * length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(tokens, rows[i] * length, selected, i * length, length);
        }
        return new TokenMask(length, selected);
    }

    /** The rows of a matrix that has one for each position. */
    int[] positions(int[] rows) {
        int[] positions = new int[Math.multiplyExact(rows.length, length)];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = rows[i / length] * length + i % length;
        }
        return positions;
    }

    @Override
    public String toString() {
        return "mask of " + rows() + " answers of up to " + length + " tokens";
    }
}
