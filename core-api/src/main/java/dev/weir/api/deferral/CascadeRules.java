package dev.weir.api.deferral;

import java.util.List;

/**
 * The frozen rules of a whole cascade, with the certificate of the policy that chose them.
 *
 * @param deferral    which examples each stage but the last passes on
 * @param accept      the lowest confidence of an accepted answer of each stage; minus infinity accepts every
 *                    answer, {@link Double#MAX_VALUE} none
 * @param certificate what is known of the rules
 */
public record CascadeRules(List<DeferralRule> deferral, List<Double> accept, Certificate certificate) {

    public CascadeRules {
        deferral = List.copyOf(deferral);
        accept = List.copyOf(accept);
        if (accept.size() != deferral.size() + 1) {
            throw new IllegalArgumentException(
                    deferral.size() + " deferral rules and " + accept.size() + " accept levels");
        }
        for (double level : accept) {
            if (Double.isNaN(level) || level == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("accept must be finite or minus infinity, got " + level);
            }
        }
    }
}
