package dev.weir.runtime.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as the page writes them: rounded for reading, and never rounded to nothing or to everything. */
final class Numbers {
    private static final String[] UNITS = {"", "k", "M", "G", "T", "P"};

    private Numbers() {}

    /** A share as a percentage: 97.5%, but 99.97% and not 100.0%. */
    static String percent(double share) {
        if (share == 0 || share == 1) {
            return share == 0 ? "0%" : "100%";
        }
        for (int digits = 1; digits <= 2; digits++) {
            String text = fixed(100 * share, digits);
            double rounded = Double.parseDouble(text);
            if (rounded != 0 && rounded != 100) {
                return text + "%";
            }
        }
        return share < 0.5 ? "<0.01%" : share < 1 ? ">99.99%" : "100%";
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String count(double value) {
        return count(Math.round(value));
    }

    /** A number that may be large: 1,184, then 25.3 k, 390 M, 4.10 G. */
    static String quantity(double value) {
        if (Math.abs(value) < 10_000) {
            return value < 1 && value != 0 ? significant(value, 3) : count(value);
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(3, RoundingMode.HALF_UP));
        int unit = Math.min((rounded.precision() - rounded.scale() - 1) / 3, UNITS.length - 1);
        BigDecimal shown = rounded.movePointLeft(3 * unit);
        int digits = Math.max(0, 3 - (shown.precision() - shown.scale()));
        return shown.setScale(digits, RoundingMode.HALF_UP).toPlainString() + "\u00a0" + UNITS[unit];
    }

    /** Three decimals. */
    static String score(double value) {
        return decimals(value, 3);
    }

    /** Four decimals, for what is small when it is good. */
    static String area(double value) {
        return decimals(value, 4);
    }

    static String millis(double value) {
        return significant(value, 3);
    }

    static String threshold(double value) {
        return significant(value, 4);
    }

    private static String decimals(double value, int digits) {
        String text = fixed(value, digits);
        boolean vanished = value != 0 && Double.parseDouble(text) == 0;
        return vanished ? (value < 0 ? "-" : "") + "<" + fixed(Math.pow(10, -digits), digits) : text;
    }

    private static String significant(double value, int digits) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(digits, RoundingMode.HALF_UP));
        double size = Math.abs(value);
        return size >= 1e-6 && size < 1e9
                ? rounded.stripTrailingZeros().toPlainString()
                : rounded.stripTrailingZeros().toString();
    }

    private static String fixed(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
