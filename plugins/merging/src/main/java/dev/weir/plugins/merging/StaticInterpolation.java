package dev.weir.plugins.merging;

import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Paper;
import dev.weir.api.Require;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.InterpolationTask;
import dev.weir.api.interpolation.InterpolationValidation;
import dev.weir.api.interpolation.InterpolationValidation.MixAccuracy;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.api.interpolation.Mix;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.pf4j.Extension;

/**
 * One mix of two endpoints for all inputs: {@code (1 - c) * first + c * second}. Without a coefficient the one of
 * {0, 0.1, ..., 1} is taken that answers the validation split best, the lowest of them where several do.
 *
 * @param coefficient of the second endpoint
 * @see <a href="https://arxiv.org/abs/2109.01903">Wortsman et al., Robust fine-tuning of zero-shot models, CVPR
 *     2022</a>
 */
@Extension
@Name("static")
@Doc("one mix of two endpoints for all inputs")
@Paper("Wortsman et al., Robust fine-tuning of zero-shot models, CVPR 2022, https://arxiv.org/abs/2109.01903")
public record StaticInterpolation(
        @Doc(
                "of the second endpoint, in [0, 1]; left out, that of 0, 0.1, ..., 1 which is best on the validation split")
        OptionalDouble coefficient)
        implements Interpolator {

    public StaticInterpolation {
        coefficient.ifPresent(value -> Require.coefficient("coefficient", value));
    }

    @Override
    public InterpolationPlan plan(InterpolationTask task) {
        if (task.endpoints().size() != 2) {
            throw new IllegalArgumentException("coefficient: one coefficient mixes two endpoints, got "
                    + task.endpoints().size()
                    + "\nName two endpoints; dawin mixes more in mode domain, and the merge soup is their mean.");
        }
        return InterpolationPlan.of(mix(coefficient.orElseGet(() -> best(task))));
    }

    @Override
    public Optional<Mix> fixed() {
        return coefficient.isPresent() ? Optional.of(mix(coefficient.getAsDouble())) : Optional.empty();
    }

    private static double best(InterpolationTask task) {
        MixAccuracy accuracy = task.validation()
                .flatMap(InterpolationValidation::accuracy)
                .orElseThrow(() -> new IllegalArgumentException(
                        "coefficient: there is no validation split on which a mix of weights could be measured"
                                + "\nGive the coefficient, or take models whose weights can be mixed and give"
                                + " validation a share."));
        double best = 0;
        double most = -1;
        for (int tenths = 0; tenths <= 10; tenths++) {
            double reached = accuracy.of(mix(tenths / 10.0).coefficients());
            if (reached > most) {
                most = reached;
                best = tenths / 10.0;
            }
        }
        return best;
    }

    private static Mix mix(double c) {
        return Mix.of(List.of(1 - c, c));
    }
}
