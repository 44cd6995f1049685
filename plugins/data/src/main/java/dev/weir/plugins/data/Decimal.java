package dev.weir.plugins.data;

/** Reads a number as people and programs write it into a file. */
final class Decimal {
    private Decimal() {}

    /** The number, blanks around it ignored; NaN when the text is none. */
    static double parse(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            boolean isDigit = letter >= '0' && letter <= '9';
            if (!isDigit && "+-.eE \t".indexOf(letter) < 0) {
                return Double.NaN; // Java alone would take 1f, 0x1p3 and NaN
            }
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notOne) {
            return Double.NaN;
        }
    }
}
