package dev.weir.runtime.cascade;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.data.InputTransform;
import dev.weir.api.deferral.Calibrator;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.model.ModelProvider;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.Inline;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.model.InterpolatedProvider;
import dev.weir.runtime.model.MixLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The file {@code bundle.json}: a frozen cascade, read by the same binder as a job's file, since JSON is YAML.
 * It holds the digests of all files but itself and {@code bundle.sha256}, which holds its own.
 *
 * @param weir       the version that wrote it
 * @param format     of this file; {@link #FORMAT}
 * @param plugins    id and version of every plugin it needs
 * @param files      SHA-256 of every other file of the bundle, by its path in it
 * @param seed       the job's seed
 * @param classes    the class names in label order
 * @param shape      of one input where inputs are float tensors; empty for texts
 * @param data       the source whose form new data has, and the fitted transforms
 * @param confidence ranks answers
 * @param stages     in the order in which they are asked
 */
public record BundleSettings(
        @Doc("the version that wrote it") String weir,
        @Doc("the format of this file") int format,
        @Doc("the plugins it needs, with their versions") Map<String, String> plugins,
        @Doc("SHA-256 of its other files") Map<String, String> files,
        @Doc("the job's seed") long seed,
        @Doc("the class names in label order") List<String> classes,
        @Doc("the shape of one input; empty for texts") List<Integer> shape,
        @Doc("the form of new data") DataSettings data,
        @Doc("ranks answers") ConfidenceScore confidence,

        @Doc("the stages, in the order in which they are asked")
        List<Stage> stages) {

    /** The format that this version writes and reads. */
    static final int FORMAT = 2;

    /** The name of the file in its folder. */
    static final String FILE = "bundle.json";

    /** The file beside it with its digest, in the form that {@code sha256sum --check} reads. */
    static final String DIGEST = "bundle.sha256";

    /** The content of {@link #DIGEST}. */
    static String digestLine(Path file) throws IOException {
        return Digests.ofFile(file) + "  " + FILE + "\n";
    }

    /**
     * One stage.
     *
     * @param name     the model's name, and the folder of its files under {@code models}
     * @param exit     of the model, counted from 1; empty for its last one
     * @param provider restores the model
     * @param fit      changes the model's logits, fitted
     * @param combine  what the stage answers with
     * @param rule     which examples are passed on; empty for the last stage
     * @param accept   the lowest confidence of an accepted answer
     * @param macs     that asking it adds for one example
     * @param cost     of one example, in a unit of the user's
     * @param transforms what the model's inputs go through, fitted
     * @param interpolated from what, where the model is of several networks
     */
    public record Stage(
            @Doc("the model's name") String name,
            @Doc("which of the model's exits answers") OptionalInt exit,
            @Inline ModelProvider provider,
            @Doc("changes the model's logits") Optional<Calibrator> fit,
            @Doc("what the stage answers with") Combine combine,
            @Doc("which examples are passed on") Optional<Rule> rule,

            @Doc("the lowest confidence of an accepted answer")
            OptionalDouble accept,

            @Doc("multiply-accumulate operations that asking it adds for one example")
            OptionalLong macs,

            @Doc("what the user says that running it for one example costs")
            OptionalDouble cost,

            @Default("[]") @Doc("what the inputs of this model alone go through")
            List<InputTransform> transforms,

            @Doc("the networks that the model is interpolated from")
            Optional<Interpolated> interpolated) {

        /** The stage's name, in answers. */
        String title() {
            return StageSettings.name(name, exit);
        }

        /** What restores the stage's model. */
        ModelProvider restoring(Bound<?> file) {
            return interpolated.<ModelProvider>map(of -> of.provider(file)).orElse(provider);
        }

        StageRule stageRule() {
            return new StageRule(rule.map(Rule::deferral), accept);
        }
    }

    /**
     * What the model of a stage is interpolated from.
     *
     * @param networks  restore the endpoints, and the ancestor after them, from the folders 0, 1 and so on
     * @param endpoints how many endpoints there are
     * @param limit     of the mixes that are kept
     */
    public record Interpolated(
            @Doc("restore the endpoints, and the ancestor after them")
            List<ModelProvider> networks,

            @Doc("how many endpoints there are") int endpoints,
            @Doc("how many mixes are kept") MixLimit limit) {

        /** What restores the model. */
        public ModelProvider provider(Bound<?> file) {
            return new InterpolatedProvider(
                    networks,
                    networks.stream()
                            .map(network -> file.origin(network).component())
                            .toList(),
                    endpoints,
                    limit);
        }

        /** As a job says it. */
        public static Interpolated of(InterpolationSettings interpolation, ModelsOfJob job) {
            return new Interpolated(
                    interpolation.mixed().stream().map(job::providerOf).toList(),
                    interpolation.endpoints().size(),
                    interpolation.limit());
        }
    }

    /**
     * A deferral rule; an end that is left out is unbounded.
     *
     * @param score what is compared
     * @param low   the lowest score that is passed on
     * @param high  the highest score that is passed on
     */
    public record Rule(
            @Doc("what is compared") ConfidenceScore score,
            @Doc("the lowest score that is passed on") OptionalDouble low,
            @Doc("the highest score that is passed on") OptionalDouble high) {

        static Rule of(DeferralRule rule) {
            return new Rule(rule.score(), bound(rule.low()), bound(rule.high()));
        }

        private static OptionalDouble bound(double value) {
            return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
        }

        DeferralRule deferral() {
            return new DeferralRule(score, low.orElse(Double.NEGATIVE_INFINITY), high.orElse(Double.POSITIVE_INFINITY));
        }
    }
}
