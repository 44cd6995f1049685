package {{package}};

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Logits;
import dev.weir.api.Name;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.InterpolationTask;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.api.interpolation.Mix;
import java.util.List;
import org.pf4j.Extension;

/**
 * One mix for all examples: the surer an endpoint is of the stream, the larger its share.
 *
 * @param temperature divides the logits before softmax; 1 leaves them as they are
 */
@Extension
@Name("{{name}}")
@Doc("one mix for all examples, by how sure each endpoint is of them")
public record {{Type}}(
        @Default("1") @Doc("divides the logits before softmax; finite and greater than 0") double temperature)
        implements Interpolator {

    public {{Type}} {
        if (!(temperature > 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException("temperature must be finite and greater than 0, got " + temperature);
        }
    }

    @Override
    public InterpolationPlan plan(InterpolationTask task) {
        List<Double> sureness = task.endpoints().stream().map(this::sureness).toList();
        double sum = sureness.stream().mapToDouble(Double::doubleValue).sum();
        return InterpolationPlan.of(
                Mix.of(sureness.stream().map(sure -> sure / sum).toList()));
    }

    /** The mean over all examples of the probability of the likeliest class; greater than 0. */
    private double sureness(Logits logits) {
        double sum = 0;
        for (int row = 0; row < logits.rows(); row++) {
            sum += logits.maxSoftmax(row, temperature);
        }
        return sum / logits.rows();
    }
}
