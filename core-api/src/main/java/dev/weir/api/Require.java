package dev.weir.api;

/**
 * The range checks that settings share, written so that NaN fails too.
 *
 * <p>A message begins with the setting's name as it stands in YAML, because the reader of the file is
 * shown it beside the place of that key; a second line, where there is one, says what to write instead.
 */
public final class Require {
    /** Up to it every whole number is a double. */
    private static final double LARGEST = 0x1p53;

    private Require() {}

    /** Refuses a share outside [0, 1], such as one that was meant as a percentage. */
    public static void share(String name, double value) {
        unit(
                name,
                value,
                value > 1 && value <= 100 ? "Write " + plain(value) + " percent as " + plain(value / 100) + "." : "");
    }

    /** Refuses the coefficient of weights in a mix that is outside [0, 1]. */
    public static void coefficient(String name, double value) {
        unit(name, value, "At 0 the mix holds nothing of these weights, at 1 it is these weights alone.");
    }

    /**
     * Refuses a number outside [0, 1].
     *
     * @param remedy what to write instead; may be empty
     */
    public static void unit(String name, double value, String remedy) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(
                    name + " must be in [0, 1], got " + plain(value) + (remedy.isEmpty() ? "" : "\n" + remedy));
        }
    }

    /** Refuses a number that is not finite and greater than 0. */
    public static void positive(String name, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " must be finite and greater than 0, got " + plain(value));
        }
    }

    /** Refuses a whole number below {@code least}. */
    public static void atLeast(String name, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
        }
    }

    /** Refuses a number, such as 390e6, that counts nothing: one that is not whole, below 0 or above 2^53. */
    public static void count(String name, double value) {
        if (!(value >= 0 && value <= LARGEST && value == Math.rint(value))) {
            throw new IllegalArgumentException(
                    name + " must be a whole number of at least 0 and at most 2^53, got " + value);
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
