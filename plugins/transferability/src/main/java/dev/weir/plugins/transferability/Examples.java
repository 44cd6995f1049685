package dev.weir.plugins.transferability;

import dev.weir.api.Require;
import java.util.List;

/**
 * How many examples a draw takes.
 *
 * @param count a whole number, or {@code all}
 */
public record Examples(String count) {
    private static final String ALL = "all";

    public Examples {
        if (!count.equals(ALL)) {
            try {
                Require.atLeast("count", 2, Integer.parseInt(count));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("count must be a whole number or 'all', got '" + count + "'");
            }
        }
    }

    /** Whether a draw of {@code n} examples would take them all. */
    boolean areAll(int n) {
        return count.equals(ALL) || Integer.parseInt(count) >= n;
    }

    /** What a reader has to know where more are wished than the {@code n} that there are. */
    List<String> notes(int n) {
        return count.equals(ALL) || Integer.parseInt(count) <= n
                ? List.of()
                : List.of("A draw was to take " + count + " examples, and there are " + n + ": all of them were used.");
    }

    /** How many of {@code n} a draw takes: half of them where all are wished, for a draw of all draws nothing. */
    int ofDraw(int n) {
        return areAll(n) ? (n + 1) / 2 : Integer.parseInt(count);
    }
}
