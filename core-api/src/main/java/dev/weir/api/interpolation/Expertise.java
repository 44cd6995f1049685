package dev.weir.api.interpolation;

import dev.weir.api.Experimental;
import dev.weir.api.Logits;
import dev.weir.api.Require;
import java.util.List;

/**
 * How sure each endpoint is of an example, as shares: endpoint {@code i} with entropy {@code H_i} has
 *
 * <pre>scale * (exp(-H_i) + offset * prior_i) / (sum over j of exp(-H_j) + offset)</pre>
 *
 * @param temperatures divide the logits of each endpoint before the softmax; greater than 0
 * @param offset       0 or more: how far the shares are drawn to the priors
 * @param priors       one for each endpoint; they add up to 1
 * @param scale        what the shares add up to; greater than 0
 * @see <a href="https://arxiv.org/abs/2410.03782">Oh et al., DaWin: Training-free Dynamic Weight Interpolation for
 *     Robust Adaptation, 2024</a>
 */
@Experimental
public record Expertise(List<Double> temperatures, double offset, List<Double> priors, double scale) {

    public Expertise {
        temperatures = List.copyOf(temperatures);
        priors = List.copyOf(priors);
        temperatures.forEach(temperature -> Require.positive("temperatures", temperature));
        priors.forEach(prior -> Require.unit("priors", prior, "Priors are shares that add up to 1."));
        if (priors.size() != temperatures.size()) {
            throw new IllegalArgumentException(priors.size() + " priors for " + temperatures.size() + " endpoints");
        }
        double sum = priors.stream().mapToDouble(Double::doubleValue).sum();
        if (!(Math.abs(sum - 1) <= 1e-9)) {
            throw new IllegalArgumentException("priors must add up to 1, got " + priors);
        }
        if (!(offset >= 0 && Double.isFinite(offset))) {
            throw new IllegalArgumentException("offset must be finite and at least 0, got " + offset);
        }
        Require.positive("scale", scale);
    }

    /**
     * The shares of an example.
     *
     * @param endpoints what each endpoint puts out
     * @param row       of the example
     * @param target    as many as endpoints; written to
     */
    public void shares(List<Logits> endpoints, int row, double[] target) {
        double sum = offset;
        for (int i = 0; i < target.length; i++) {
            target[i] = Math.exp(-endpoints.get(i).entropy(row, temperatures.get(i)));
            sum += target[i];
        }
        double rest = scale;
        for (int i = target.length - 1; i > 0; i--) {
            target[i] = scale * (target[i] + offset * priors.get(i)) / sum;
            rest -= target[i];
        }
        target[0] = Math.max(0, rest); // the rest, so that they add up
    }
}
