package dev.weir.api;

import java.util.Arrays;

/** Examples that are sequences of token ids, padded to one length, with a mask of the real tokens. */
public final class TokenIds implements Inputs {
    private final int rows;
    private final int length;
    private final int[] ids;
    private final boolean[] mask;

    /**
     * Examples.
     *
     * @param length tokens in a row, padding included; at least 1
     * @param ids    {@code rows * length} ids, at least 0
     * @param mask   {@code rows * length}; true where a token is real, false where it is padding
     */
    public TokenIds(int rows, int length, int[] ids, boolean[] mask) {
        Require.atLeast("length", 1, length);
        if (rows < 0 || (long) rows * length != ids.length || ids.length != mask.length) {
            throw new IllegalArgumentException(rows + " x " + length + " ids and mask expected, got " + ids.length
                    + " ids and a mask of " + mask.length);
        }
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0) {
                throw new IllegalArgumentException("token id " + ids[i] + " in row " + i / length + " is negative");
            }
        }
        this.rows = rows;
        this.length = length;
        this.ids = ids;
        this.mask = mask;
    }

    @Override
    public int rows() {
        return rows;
    }

    /** Tokens in a row, padding included. */
    public int length() {
        return length;
    }

    public int id(int row, int position) {
        return ids[row * length + position];
    }

    /** Whether the token is real, not padding. */
    public boolean isToken(int row, int position) {
        return mask[row * length + position];
    }

    @Override
    public TokenIds select(int[] selected) {
        int[] selectedIds = new int[Math.multiplyExact(selected.length, length)];
        boolean[] selectedMask = new boolean[selectedIds.length];
        for (int i = 0; i < selected.length; i++) {
            System.arraycopy(ids, selected[i] * length, selectedIds, i * length, length);
            System.arraycopy(mask, selected[i] * length, selectedMask, i * length, length);
        }
        return new TokenIds(selected.length, length, selectedIds, selectedMask);
    }

    @Override
    public String kind() {
        return "token ids of length " + length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenIds that
                && length == that.length
                && Arrays.equals(ids, that.ids)
                && Arrays.equals(mask, that.mask);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ids) + Arrays.hashCode(mask);
    }

    @Override
    public String toString() {
        return rows + " rows of " + kind();
    }
}
