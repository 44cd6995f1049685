package {{package}};

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Require;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.Loss;
import dev.weir.api.model.TrainingBlock;
import dev.weir.api.model.TrainingObjective;
import java.util.stream.DoubleStream;
import org.pf4j.Extension;

/**
 * A share of the cross-entropy: its value and its gradient by each logit, both divided by the rows of the batch.
 *
 * @param share multiplies both
 */
@Extension
@Name("{{name}}")
@Doc("a share of the cross-entropy")
public record {{Type}}(@Default("0.5") @Doc("multiplies it; in [0, 1]") double share) implements TrainingObjective {

    public {{Type}} {
        Require.share("share", share);
    }

    @Override
    public Loss evaluate(TrainingBlock block) {
        Loss whole = new CrossEntropy().evaluate(block);
        return new Loss(
                share * whole.value(),
                DoubleStream.of(whole.gradient()).map(slope -> share * slope).toArray());
    }
}
