package dev.weir.plugins.gatekeeper;

import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.Loss;
import dev.weir.api.model.TrainingBlock;
import dev.weir.api.model.TrainingObjective;
import org.pf4j.Extension;

/** Mean negative log-probability of the true class: what models are trained with unless told otherwise. */
@Extension
@Name("cross-entropy")
@Doc("mean negative log-probability of the true class")
public record CrossEntropyObjective() implements TrainingObjective {

    @Override
    public Loss evaluate(TrainingBlock block) {
        return new CrossEntropy().evaluate(block);
    }
}
