package dev.weir.runtime.cascade;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Require;
import dev.weir.api.model.TrainingObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a stage's trained model is tuned further. The next stage's model is never changed.
 *
 * @param objective       what is made small; unless the sweep names several
 * @param epochs          passes over the train split; 5 unless the sweep names several
 * @param learningRate    Adam's step size; 0.001 unless the sweep names several
 * @param sweep           several of these, of which every combination is tried
 * @param maxAccuracyDrop how much accuracy on the validation split tuning may cost; a setting that costs more
 *     is never used
 */
public record TuneSettings(
        @Doc("the training objective; unless the sweep names several")
        Optional<TrainingObjective> objective,

        @Doc("passes over the train split, at least 1; 5 when left out")
        OptionalInt epochs,

        @Doc("Adam's step size, greater than 0; 0.001 when left out")
        OptionalDouble learningRate,

        @Doc("several objectives, epochs or learning rates: every combination is tried, and the one with the highest"
                + " s_d on the validation split is used")
        Optional<Sweep> sweep,

        @Default("0.02")
        @Doc("how much accuracy on the validation split tuning may cost, in [0, 1]; what costs more is never used")
        double maxAccuracyDrop) {

    private static final int EPOCHS = 5;
    private static final double LEARNING_RATE = 0.001;

    /**
     * Lists of settings, each in place of the single one.
     *
     * @param objective    in the order in which they are tried
     * @param epochs       each at least 1
     * @param learningRate each greater than 0
     */
    public record Sweep(
            @Default("[]") @Doc("objectives to try: [ { gatekeeper: { alpha: 0.3 } }, ... ]")
            List<TrainingObjective> objective,

            @Default("[]") @Doc("numbers of epochs to try") List<Integer> epochs,
            @Default("[]") @Doc("learning rates to try") List<Double> learningRate) {

        public Sweep {
            epochs.forEach(value -> Require.atLeast("epochs", 1, value));
            learningRate.forEach(value -> Require.positive("learning-rate", value));
            if (objective.isEmpty() && epochs.isEmpty() && learningRate.isEmpty()) {
                throw new IllegalArgumentException("sweep names nothing to try"
                        + "\nList objectives, epochs or learning rates, for example sweep: { epochs: [3, 6] }.");
            }
        }
    }

    /**
     * One way to tune.
     *
     * @param objective    what is made small
     * @param epochs       passes over the train split
     * @param learningRate Adam's step size
     */
    record Setting(TrainingObjective objective, int epochs, double learningRate) {}

    public TuneSettings {
        epochs.ifPresent(value -> Require.atLeast("epochs", 1, value));
        learningRate.ifPresent(value -> Require.positive("learning-rate", value));
        Require.share("max-accuracy-drop", maxAccuracyDrop);
        requireOne("objective", objective.isPresent(), sweep.map(Sweep::objective));
        requireOne("epochs", epochs.isPresent(), sweep.map(Sweep::epochs));
        requireOne("learning-rate", learningRate.isPresent(), sweep.map(Sweep::learningRate));
        if (objective.isEmpty()
                && sweep.map(Sweep::objective).orElseGet(List::of).isEmpty()) {
            throw new IllegalArgumentException("'objective' is missing"
                    + "\nWrite objective: { gatekeeper: { alpha: 0.5 } }, or several in sweep.");
        }
    }

    private static void requireOne(String key, boolean isGiven, Optional<? extends List<?>> swept) {
        if (isGiven && swept.filter(list -> !list.isEmpty()).isPresent()) {
            throw new IllegalArgumentException(
                    key + " stands in the sweep too\nGive it once: a list in sweep, or here.");
        }
    }

    /** Every combination, in the order of the file; the learning rate changes fastest. */
    List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        for (TrainingObjective of : swept(sweep.map(Sweep::objective), objective)) {
            for (int passes : swept(sweep.map(Sweep::epochs), Optional.of(epochs.orElse(EPOCHS)))) {
                for (double rate :
                        swept(sweep.map(Sweep::learningRate), Optional.of(learningRate.orElse(LEARNING_RATE)))) {
                    settings.add(new Setting(of, passes, rate));
                }
            }
        }
        return List.copyOf(settings);
    }

    private static <T> List<T> swept(Optional<List<T>> lists, Optional<T> single) {
        return lists.filter(list -> !list.isEmpty())
                .orElseGet(() -> single.stream().toList());
    }
}
