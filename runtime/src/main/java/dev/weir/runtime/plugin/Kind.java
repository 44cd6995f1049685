package dev.weir.runtime.plugin;

import dev.weir.api.data.DataSource;
import dev.weir.api.data.InputTransform;
import dev.weir.api.deferral.Calibrator;
import dev.weir.api.deferral.CascadePolicy;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.interpolation.Combination;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.TrainingObjective;
import dev.weir.api.selection.ModelSelector;
import dev.weir.api.selection.TransferabilityScore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a component can be. Names are unique within a kind. */
public enum Kind {
    CALIBRATOR(Calibrator.class, "calibrator"),
    CASCADE_POLICY(CascadePolicy.class, "cascade policy"),
    CONFIDENCE_SCORE(ConfidenceScore.class, "confidence score"),
    DATA_SOURCE(DataSource.class, "data source"),
    DEFERRAL_POLICY(DeferralPolicy.class, "deferral policy"),
    COMBINATION(Combination.class, "interpolator or merge"),
    INPUT_TRANSFORM(InputTransform.class, "input transform"),
    INTERPOLATOR(Interpolator.class, "interpolator"),
    MODEL(ModelProvider.class, "model"),
    MODEL_SELECTOR(ModelSelector.class, "model selector"),
    TRAINING_OBJECTIVE(TrainingObjective.class, "training objective"),
    TRANSFERABILITY_SCORE(TransferabilityScore.class, "transferability score"),
    WEIGHT_MERGE(WeightMerge.class, "merge");

    private final Class<?> type;
    private final String words;

    Kind(Class<?> type, String words) {
        this.type = type;
        this.words = words;
    }

    /** The interface in core-api. */
    public Class<?> type() {
        return type;
    }

    /** As a person reads it: {@code "confidence score"}. */
    public String words() {
        return words;
    }

    /** As a command line names it: {@code "confidence-score"}. */
    public String key() {
        return words.replace(' ', '-');
    }

    /** As a sentence names one of it: {@code "an input transform"}. */
    public String one() {
        return ("aeiou".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
    }

    /** All but those whose components are of another kind too, under which people look for them. */
    public static List<Kind> listed() {
        return Stream.of(values()).filter(kind -> kind != COMBINATION).toList();
    }

    /** The kind whose interface this is. */
    public static Optional<Kind> of(Class<?> type) {
        return Stream.of(values()).filter(kind -> kind.type == type).findFirst();
    }
}
