package {{package}};

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Logits;
import dev.weir.api.Name;
import dev.weir.api.Outputs;
import dev.weir.api.Require;
import dev.weir.api.deferral.ConfidenceScore;
import org.pf4j.Extension;

/**
 * The largest probability.
 *
 * @param temperature divides the logits before the softmax
 */
@Extension
@Name("{{name}}")
@Doc("the largest probability")
public record {{Type}}(
        @Default("1.0") @Doc("divides the logits before the softmax; greater than 0") double temperature)
        implements ConfidenceScore {

    public {{Type}} {
        Require.positive("temperature", temperature);
    }

    @Override
    public double[] scores(Outputs outputs) {
        Logits logits = outputs.logits();
        return logits.mapRows(row -> logits.maxSoftmax(row, temperature));
    }
}
