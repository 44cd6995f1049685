package dev.weir.runtime.split;

import dev.weir.api.Doc;
import dev.weir.api.Require;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a split's examples come from.
 *
 * @param share a share of a part, or {@code given}: the part of the split's own name, whole but for what
 *              other splits take from it
 * @param from  the part; where the source has one part only, it need not be named
 */
public record SplitShare(
        @Doc("a share in [0, 1], or given: the source's part of this name")
        String share,

        @Doc("the source's part that the share is taken from")
        Optional<String> from) {

    static final String GIVEN = "given";

    /** What YAML takes for a number; Java takes more, such as 0.2d. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    public SplitShare {
        if (share.equals(GIVEN)) {
            if (from.isPresent()) {
                throw new IllegalArgumentException(
                        "from cannot stand beside 'given'\nWrite a share, or leave 'from' out.");
            }
        } else {
            if (!NUMBER.matcher(share).matches()) {
                throw new IllegalArgumentException("share must be a number in [0, 1] or 'given', got '" + share + "'");
            }
            Require.share("share", Double.parseDouble(share));
        }
    }

    boolean isGiven() {
        return share.equals(GIVEN);
    }

    double value() {
        return Double.parseDouble(share);
    }
}
