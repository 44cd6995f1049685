package dev.weir.runtime.cascade;

import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputTransform;
import dev.weir.api.model.AtExit;
import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.ExitModel;
import dev.weir.api.model.ExitState;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.TrainableModel;
import dev.weir.api.model.TrainingPlan;
import dev.weir.runtime.split.Splits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one model makes of the job's inputs before it answers: all models of a cascade are asked about the same
 * inputs, but one may count their words and another read them.
 *
 * @param fitted the model's own transforms, in order
 * @param seed   of those that draw
 */
record ModelInputs(List<InputTransform> fitted, long seed) {

    ModelInputs {
        fitted = List.copyOf(fitted);
    }

    /**
     * The transforms of a model with what they learn from the train split.
     *
     * @throws IllegalArgumentException when a transform does not take the inputs
     */
    static ModelInputs fit(List<InputTransform> transforms, Splits splits, long seed) {
        List<InputTransform> fitted = DataSettings.fitted(transforms, splits, seed);
        if (DataSettings.answers(fitted, splits.classes()).isPresent()) {
            throw new IllegalArgumentException("one of them makes tokens of texts, in which all models must answer"
                    + "\nMove it to the transforms of data.");
        }
        return new ModelInputs(fitted, seed);
    }

    /** The context of the model itself, which sees transformed inputs. */
    ModelContext context(ModelContext ofJob) {
        return ofJob.withLike(apply(ofJob.like()));
    }

    /** A model of the job's inputs over one of transformed inputs. */
    Model over(Model model) {
        if (fitted.isEmpty()) {
            return model;
        }
        return model instanceof TrainableModel trainable ? new Trainable(trainable) : new Over<>(model);
    }

    private Inputs apply(Inputs inputs) {
        return DataSettings.applied(fitted, inputs, seed);
    }

    private Examples apply(Examples examples) {
        return new Examples(apply(examples.inputs()), examples.labels());
    }

    /** Transforms, then asks. */
    private class Over<M extends Model> implements ExitModel {
        final M model;

        Over(M model) {
            this.model = model;
        }

        @Override
        public Outputs outputs(Inputs inputs, Set<Need> needs) {
            return model.outputs(apply(inputs), needs);
        }

        @Override
        public int exits() {
            return ExitModel.of(model).exits();
        }

        /** Only inputs are transformed; what the model has made of them already is its own. */
        @Override
        public AtExit proceed(ExitState from, int exit, Set<Need> needs) {
            ExitState own = from.exit() == 0 ? ExitState.of(apply(from.activations())) : from;
            return ExitModel.of(model).proceed(own, exit, needs);
        }

        @Override
        public OptionalLong parameters(int exit) {
            return ExitModel.of(model).parameters(exit);
        }

        @Override
        public OptionalLong macs(int from, int exit) {
            return ExitModel.of(model).macs(from, exit);
        }

        @Override
        public OptionalLong parameters() {
            return model.parameters();
        }

        @Override
        public OptionalLong macs() {
            return model.macs();
        }

        @Override
        public boolean isTimed() {
            return model.isTimed();
        }

        @Override
        public void save(Path folder) throws IOException {
            model.save(folder);
        }

        @Override
        public void export(Path file) throws IOException {
            model.export(file);
        }

        @Override
        public void close() {
            model.close();
        }
    }

    /** Transforms, then trains. */
    private final class Trainable extends Over<TrainableModel> implements TrainableModel {

        Trainable(TrainableModel model) {
            super(model);
        }

        @Override
        public void train(
                Examples train, Examples validation, TrainingPlan plan, Checkpoint checkpoint, Progress progress)
                throws IOException {
            model.train(apply(train), apply(validation), plan, checkpoint, progress);
        }
    }
}
