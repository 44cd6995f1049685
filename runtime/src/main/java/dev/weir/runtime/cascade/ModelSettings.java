package dev.weir.runtime.cascade;

import dev.weir.api.Doc;
import dev.weir.api.Require;
import dev.weir.api.data.InputTransform;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.TrainingPlan;
import dev.weir.runtime.config.Inline;
import dev.weir.runtime.split.SplitSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * One model of a job: one that a provider opens, a copy of another model of the job that is trained further, or one that
 * is interpolated from others.
 *
 * @param provider     opens it; empty for a copy and for an interpolated model
 * @param classes      the class names in the order of the model's outputs, where it states them
 * @param from         the model that it is a copy of
 * @param data         what the copy is trained on; empty for the job's own train split
 * @param splits       how that data is divided; empty for the job's own splits
 * @param epochs       passes over the copy's train split; empty for as many as the model it is a copy of had
 * @param learningRate empty for that of the model it is a copy of
 * @param mix          copies whose weights the copy's own are mixed with before it is trained, with the coefficient of
 *     each; the model it is a copy of has what is left of 1
 * @param interpolate  the models that it is interpolated from, and how; empty for a model of one network
 * @param transforms   what this model's inputs go through besides those of the job; empty for nothing
 * @param serve        as what the trained model answers; empty for itself
 */
public record ModelSettings(
        @Inline Optional<ModelProvider> provider,

        @Doc("the class names in the order of the model's outputs; refused when the data say otherwise")
        Optional<List<String>> classes,

        @Doc("a model of this job; this one is a copy of it that is trained further")
        Optional<String> from,

        @Doc("what the copy is trained on, instead of the job's train split; goes through the job's transforms too")
        Optional<DataSettings> data,

        @Doc("how the copy's data are divided; like the job's unless given. It learns from the split train")
        Optional<SplitSettings> splits,

        @Doc("passes over the copy's train split; as many as the model it is a copy of unless given")
        OptionalInt epochs,

        @Doc("Adam's step size for the copy; that of the model it is a copy of unless given")
        OptionalDouble learningRate,

        @Doc(
                "begins with a mix of weights: { other: 0.4 } takes 0.4 times those of other, a copy of the same model, and"
                        + " 0.6 times those of the model named by from; it is trained further only where epochs say so")
        Optional<Map<String, Double>> mix,

        @Doc("answers each input with a mix of the weights of other models, by a plan")
        Optional<InterpolationSettings> interpolate,

        @Doc("what the inputs of this model alone go through, after the job's: [ bag-of-words ]")
        Optional<List<InputTransform>> transforms,

        @Doc("onnx: the trained model is exported, and answers through the model 'onnx' in this job and its bundle")
        Optional<Serving> serve) {

    public ModelSettings {
        requireOneOrigin(provider.isPresent(), from.isPresent(), interpolate.isPresent());
        requireCopy("data", data.isPresent(), from);
        requireCopy("splits", splits.isPresent(), from);
        requireCopy("epochs", epochs.isPresent(), from);
        requireCopy("learning-rate", learningRate.isPresent(), from);
        requireCopy("mix", mix.isPresent(), from);
        mix.ifPresent(ModelSettings::requireShares);
        if (from.isPresent() && transforms.isPresent()) {
            throw new IllegalArgumentException(
                    "transforms of a copy are those of the model it is a copy of" + "\nLeave them out.");
        }
        if (interpolate.isPresent() && transforms.isPresent()) {
            throw new IllegalArgumentException(
                    "transforms: an interpolated model has none of its own\nPut them into the job's data.");
        }
        if (interpolate.isPresent() && serve.isPresent()) {
            throw new IllegalArgumentException(
                    "serve: an interpolated model is several networks, and an export is one\nLeave it out.");
        }
        if (splits.isPresent() && data.isEmpty()) {
            throw new IllegalArgumentException("splits of a copy divide its own data, and it has none"
                    + "\nGive it data, or leave splits out: it learns from the job's train split.");
        }
        epochs.ifPresent(value -> Require.atLeast("epochs", 0, value));
        learningRate.ifPresent(value -> Require.positive("learning-rate", value));
    }

    private static void requireOneOrigin(boolean use, boolean from, boolean interpolate) {
        List<String> given = new ArrayList<>();
        if (use) {
            given.add("'use'");
        }
        if (from) {
            given.add("'from'");
        }
        if (interpolate) {
            given.add("'interpolate'");
        }
        if (given.size() != 1) {
            throw new IllegalArgumentException(
                    (given.isEmpty() ? "'use' is missing" : String.join(" and ", given) + " stand beside each other")
                            + "\nWrite use: the name of a model of a plugin, or from: a model of this job to train"
                            + " further, or interpolate: models of this job to mix.");
        }
    }

    private static void requireCopy(String key, boolean isPresent, Optional<String> from) {
        if (isPresent && from.isEmpty()) {
            throw new IllegalArgumentException(key + " belongs to a copy, which has from"
                    + "\nThe settings of a model that is trained from the start stand under with.");
        }
    }

    private static void requireShares(Map<String, Double> mix) {
        mix.values().forEach(coefficient -> Require.coefficient("mix", coefficient));
        double sum = mix.values().stream().mapToDouble(Double::doubleValue).sum();
        if (mix.isEmpty() || sum > 1) {
            throw new IllegalArgumentException(
                    (mix.isEmpty() ? "mix names no model" : "the coefficients of mix add up to " + (float) sum)
                            + "\nName copies of the same model, each with its coefficient; what is left of 1 is that of"
                            + " the model named by from.");
        }
    }

    /** The models whose weights it takes, besides that which it is a copy of. */
    List<String> others() {
        return Stream.concat(
                        mix.stream().flatMap(mixed -> mixed.keySet().stream()),
                        interpolate.stream().flatMap(of -> of.mixed().stream()))
                .toList();
    }

    /** How the copy is trained, by the plan of what it is a copy of. */
    TrainingPlan copyPlan(TrainingPlan base) {
        return new TrainingPlan(
                base.objective(),
                epochs.orElse(mix.isPresent() ? 0 : base.epochs()),
                base.batchSize(),
                learningRate.orElse(base.learningRate()),
                base.patience(),
                base.seed());
    }
}
