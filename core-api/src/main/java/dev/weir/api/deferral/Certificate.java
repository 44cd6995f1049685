package dev.weir.api.deferral;

import dev.weir.api.Require;
import java.util.OptionalLong;

/**
 * What a cascade policy vouches for: with probability {@code 1 - delta} over the draw of the calibration split,
 * the error rate among what the cascade accepts is at most {@code risk}.
 *
 * @param risk       the bound; in (0, 1)
 * @param delta      how often the bound may fail; in (0, 1)
 * @param holds      whether it was certified; where it was not, the rules accept nothing
 * @param chosenOn   examples that the rules were chosen on
 * @param testedOn   examples that they were tested on, on which nothing was chosen
 * @param candidates how many rules were looked at
 * @param tests      how many were tested, in an order fixed before the first test
 * @param accepted   of the tested examples, how many the rules accept; 0 where nothing was certified
 * @param errors     how many of those are wrong
 * @param upper      the upper confidence limit of these rules' error rate at {@code 1 - delta}; 1 where nothing
 *                   was certified
 * @param enough     how many calibration examples would have been enough for the first candidate that was not
 *                   certified, were its error rate the one that was seen; empty when all were certified or no
 *                   number is enough
 * @param words      the same as a sentence
 */
public record Certificate(
        double risk,
        double delta,
        boolean holds,
        int chosenOn,
        int testedOn,
        int candidates,
        int tests,
        int accepted,
        int errors,
        double upper,
        OptionalLong enough,
        String words) {

    public Certificate {
        Require.share("risk", risk);
        Require.share("delta", delta);
        Require.share("upper", upper);
        if (errors < 0 || accepted < errors || testedOn < accepted) {
            throw new IllegalArgumentException(errors + " errors among " + accepted + " accepted of " + testedOn);
        }
        if (holds && !(accepted > 0 && upper <= risk)) {
            throw new IllegalArgumentException("a certificate of risk " + risk + " holds with the upper limit " + upper
                    + " over " + accepted + " accepted examples");
        }
    }
}
