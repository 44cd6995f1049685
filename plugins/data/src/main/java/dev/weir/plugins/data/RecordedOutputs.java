package dev.weir.plugins.data;

import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Require;
import dev.weir.api.model.Capability;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.Offers;
import dev.weir.api.model.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.pf4j.Extension;

/** A model of which only the outputs are at hand: it answers the rows of recorded parts from files. */
@Extension
@Name("recorded")
@Doc("a model's recorded outputs, for data that is recorded too")
@Offers({Capability.INFER, Capability.FEATURES, Capability.SOURCE_PROBABILITIES})
public record RecordedOutputs(
        @Doc("outputs for the train split") Optional<RecordedPart> train,
        @Doc("outputs for the validation split") Optional<RecordedPart> validation,
        @Doc("outputs for the calibration split") Optional<RecordedPart> calibration,
        @Doc("outputs for the test split") Optional<RecordedPart> test,
        @Doc("outputs for examples of another distribution") Optional<RecordedPart> ood,

        @Doc("multiply-accumulate operations for one example, such as 390e6; a whole number of at least 0")
        Optional<Double> macs,

        @Doc("trained numbers, such as 3.4e6; a whole number of at least 0")
        Optional<Double> parameters)
        implements ModelProvider {

    public RecordedOutputs {
        macs.ifPresent(count -> Require.count("macs", count));
        parameters.ifPresent(count -> Require.count("parameters", count));
        if (train.isEmpty() && validation.isEmpty() && calibration.isEmpty() && test.isEmpty() && ood.isEmpty()) {
            throw new IllegalArgumentException("no part is recorded"
                    + "\nGive at least one, such as test: z.npy; parts are train, validation, calibration, test and"
                    + " ood.");
        }
    }

    /** What is recorded, by the name of the part. */
    Map<String, RecordedPart> parts() {
        Map<String, RecordedPart> parts = new LinkedHashMap<>();
        train.ifPresent(part -> parts.put("train", part));
        validation.ifPresent(part -> parts.put("validation", part));
        calibration.ifPresent(part -> parts.put("calibration", part));
        test.ifPresent(part -> parts.put("test", part));
        ood.ifPresent(part -> parts.put("ood", part));
        return parts;
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        if (areAll(RecordedPart::features)) {
            capabilities.add(Capability.FEATURES);
        }
        if (areAll(RecordedPart::sourceProbabilities)) {
            capabilities.add(Capability.SOURCE_PROBABILITIES);
        }
        if (parts().values().stream().anyMatch(part -> part.logits().isPresent())) {
            capabilities.add(Capability.INFER);
        }
        return capabilities;
    }

    /** Whether every part has a file of a kind. */
    private boolean areAll(Function<RecordedPart, Optional<Path>> file) {
        return parts().values().stream().map(file).allMatch(Optional::isPresent);
    }

    @Override
    public Optional<TrainingPlan> training() {
        return Optional.empty();
    }

    @Override
    public void check(ModelContext context) throws IOException {
        RecordedModel.opened(this, context);
    }

    @Override
    public Model open(ModelContext context) throws IOException {
        return RecordedModel.opened(this, context);
    }
}
