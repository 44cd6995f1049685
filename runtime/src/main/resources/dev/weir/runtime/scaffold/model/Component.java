package {{package}};

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Require;
import dev.weir.api.model.Capability;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.Offers;
import dev.weir.api.model.TrainingPlan;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.pf4j.Extension;

/**
 * A model that is no network: the logit of class {@code k} is the mean of the numbers {@code k, k + classes, ...}.
 *
 * @param classes how many it tells apart
 * @param scale   multiplies the logits
 */
@Extension
@Name("{{name}}")
@Offers(Capability.INFER)
@Doc("the mean of every k-th number of an input, for each class")
public record {{Type}}(
        @Doc("how many it tells apart; at least 1") int classes,
        @Default("1.0") @Doc("multiplies the logits; greater than 0, at most 1e6") double scale)
        implements ModelProvider {

    public {{Type}} {
        Require.atLeast("classes", 1, classes);
        Require.positive("scale", scale);
        if (scale > 1e6) {
            throw new IllegalArgumentException("scale must be at most 1e6, got " + scale);
        }
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.INFER);
    }

    @Override
    public Optional<TrainingPlan> training() {
        return Optional.empty(); // ready as it is opened
    }

    @Override
    public void check(ModelContext context) {
        require(context.like());
        if (context.classes() != classes) {
            throw new IllegalArgumentException("classes is " + classes + ", the data has " + context.classes());
        }
    }

    @Override
    public Model open(ModelContext context) {
        check(context);
        return new Opened();
    }

    private static FloatTensor require(Inputs inputs) {
        if (inputs instanceof FloatTensor tensor) {
            return tensor;
        }
        throw new IllegalArgumentException("{{name}} takes float tensors, got " + inputs.kind());
    }

    /** The opened model. */
    private final class Opened implements Model {
        private volatile boolean isClosed;

        @Override
        public Outputs outputs(Inputs inputs, Set<Need> needs) {
            if (isClosed) {
                throw new IllegalStateException("the model is closed");
            }
            FloatTensor tensor = require(inputs);
            double[] logits = new double[tensor.rows() * classes];
            for (int row = 0; row < tensor.rows(); row++) {
                for (int i = 0; i < tensor.width(); i++) {
                    logits[row * classes + i % classes] += scale * tensor.at(row, i) / tensor.width();
                }
            }
            return Outputs.of(new Logits(tensor.rows(), classes, logits));
        }

        @Override
        public OptionalLong parameters() {
            return OptionalLong.of(0);
        }

        @Override
        public OptionalLong macs() {
            return OptionalLong.empty();
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
