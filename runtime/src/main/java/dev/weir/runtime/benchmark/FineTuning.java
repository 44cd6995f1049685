package dev.weir.runtime.benchmark;

import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.TrainableModel;
import dev.weir.api.model.WeightSet;
import dev.weir.runtime.job.ModelCache;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.select.Answers;
import dev.weir.runtime.select.CandidateModels;
import dev.weir.runtime.select.CandidateReader;
import dev.weir.runtime.select.CandidateSettings;
import dev.weir.runtime.select.DataSet;
import dev.weir.runtime.split.SplitName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains candidates on targets, each for all epochs, and keeps the accuracies in the matrix.
 *
 * <p>A network that was trained on a source keeps all its weights but those of its last layer, which is drawn anew:
 * the classes of a target are others. Its validation accuracy is in the matrix after every epoch, before the state is
 * kept from which an interrupted training goes on.
 *
 * @param cache where states are kept
 */
record FineTuning(FineTuneSettings settings, PerformanceFile matrix, ModelCache cache) {

    /**
     * Fills a cell.
     *
     * @param trained   the weights that a source left; empty where the candidate came ready
     * @param component the provider's
     * @throws IOException when a state or the matrix cannot be written
     */
    void fill(
            CandidateSettings candidate,
            Component component,
            Optional<WeightSet> trained,
            ModelContext context,
            DataSet target,
            String key,
            Progress progress)
            throws IOException {
        String name = candidate.name();
        Optional<Cell> begun = matrix.cell(name, target.name(), key);
        if (begun.isEmpty()) {
            cache.forgetState(key); // its validation accuracies are lost, so it begins anew
        }
        Listener listener = new Listener(
                name,
                target.name(),
                key,
                new ArrayList<>(begun.map(Cell::validation).orElse(List.of())),
                progress);
        Cell cell;
        try (TrainableModel model =
                CandidateModels.begun(candidate, component, trained, context.withCache(cache.work()))) {
            model.train(
                    target.on(SplitName.TRAIN),
                    target.on(SplitName.VALIDATION),
                    settings.plan(context.seed()),
                    cache.checkpoint(key),
                    listener);
            Examples test = target.on(SplitName.TEST);
            cell = new Cell(key, Answers.right(model, test), test.size(), listener.validation, "");
        } catch (ArithmeticException e) { // it would diverge again
            cell = Cell.failed(key, listener.validation, CandidateReader.reason(e));
        }
        matrix.put(name, target.name(), cell);
        cache.forgetState(key);
    }

    /** Puts every epoch into the matrix. */
    private final class Listener implements Progress {
        private final String model;
        private final String target;
        private final String key;
        private final List<Double> validation;
        private final Progress progress;

        Listener(String model, String target, String key, List<Double> validation, Progress progress) {
            this.model = model;
            this.target = target;
            this.key = key;
            this.validation = validation;
            this.progress = progress;
        }

        @Override
        public void report(String activity, long done, long total, String detail) {
            progress.report("fine-tuning " + model + " on " + target, done, total, detail);
        }

        @Override
        public void validated(int epoch, double accuracy) {
            validation
                    .subList(Math.min(epoch - 1, validation.size()), validation.size())
                    .clear(); // of an epoch whose state was not kept any more
            validation.add(accuracy);
            try {
                matrix.put(model, target, Cell.unfinished(key, validation));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
