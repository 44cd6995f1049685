package dev.weir.runtime.cascade;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Require;
import dev.weir.api.deferral.Calibrator;
import dev.weir.api.deferral.DeferralPolicy;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One stage of a cascade.
 *
 * @param model   a name among the job's models
 * @param exit    of the model, counted from 1; empty for its last one
 * @param tune    how the model is tuned further before anything is recorded
 * @param fit     makes the model's probabilities come true, before scores and averages
 * @param defer   chooses which examples are passed on; every stage but the last has one
 * @param combine what the stage answers with
 * @param accept  the cascade abstains from answers of this stage whose confidence is lower
 * @param cost    of running the stage for one example, in a unit of the user's
 */
public record StageSettings(
        @Doc("the name of a model of this job") String model,

        @Doc("which of the model's exits answers, counted from 1; the last one unless given. Stages that are exits of"
                + " one model share it, and each goes on where the one before stopped")
        OptionalInt exit,

        @Doc("tunes the trained model further before anything is decided; never on the last stage")
        Optional<TuneSettings> tune,

        @Doc("the calibrator, fitted on the calibration split and applied before scores and averages")
        Optional<Calibrator> fit,

        @Doc("the policy that chooses which examples are passed on; every stage but the last has one")
        Optional<DeferralPolicy> defer,

        @Default("replace")
        @Doc("replace: answer with the own outputs; average: with the mean probabilities of the stages so far")
        Combine combine,

        @Doc("abstain from answers whose confidence is lower; on the scale of the job's confidence")
        OptionalDouble accept,

        @Doc("what running this stage for one example costs, in a unit of your own; at least 0, for all stages or none")
        OptionalDouble cost) {

    public StageSettings {
        exit.ifPresent(number -> Require.atLeast("exit", 1, number));
        if (accept.isPresent() && !Double.isFinite(accept.getAsDouble())) {
            throw new IllegalArgumentException("accept must be finite, got " + accept.getAsDouble());
        }
        if (cost.isPresent() && !(cost.getAsDouble() >= 0 && Double.isFinite(cost.getAsDouble()))) {
            throw new IllegalArgumentException("cost must be finite and at least 0, got " + cost.getAsDouble());
        }
    }

    /** What the stage is called: as its model, and by the exit where it names one. */
    String name() {
        return name(model, exit);
    }

    /** What a stage is called. */
    static String name(String model, OptionalInt exit) {
        return exit.isPresent() ? model + "@" + exit.getAsInt() : model;
    }
}
