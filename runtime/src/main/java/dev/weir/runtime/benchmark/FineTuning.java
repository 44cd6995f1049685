package dev.weir.runtime.benchmark;

import dev.weir.api.Logits;
import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.TrainableModel;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import dev.weir.api.model.WeightedModel;
import dev.weir.runtime.job.ModelCache;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.select.CandidateReader;
import dev.weir.runtime.select.CandidateSettings;
import dev.weir.runtime.split.SplitName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        try (Model model = candidate.model().open(context.withCache(cache.work()))) {
            if (!(model instanceof TrainableModel trainable)) {
                throw component.broken("opened a model that cannot be trained", "one that can, as it promises", null);
            }
            if (trained.isPresent()) {
                ((WeightedModel) model).load(withNewHead(trained.get(), (WeightedModel) model));
            }
            trainable.train(
                    target.on(SplitName.TRAIN),
                    target.on(SplitName.VALIDATION),
                    settings.plan(context.seed()),
                    cache.checkpoint(key),
                    listener);
            Examples test = target.on(SplitName.TEST);
            cell = new Cell(key, right(model, test), test.size(), listener.validation, "");
        } catch (ArithmeticException e) { // it would diverge again
            cell = Cell.failed(key, listener.validation, CandidateReader.reason(e));
        }
        matrix.put(name, target.name(), cell);
        cache.forgetState(key);
    }

    /** How many examples a model gets right. */
    static int right(Model model, Examples examples) {
        Logits logits = model.outputs(examples.inputs(), Set.of()).logits();
        int right = 0;
        for (boolean match : examples.labels().matches(logits.predictions())) {
            right += match ? 1 : 0;
        }
        return right;
    }

    /** The weights of a trained network but for its last layer, which stays as the new one has it. */
    static WeightSet withNewHead(WeightSet trained, WeightedModel fresh) {
        List<String> head = fresh.head();
        List<WeightTensor> tensors = new ArrayList<>();
        for (WeightTensor tensor : fresh.weights().tensors()) {
            tensors.add(
                    head.contains(tensor.name())
                            ? tensor
                            : trained.find(tensor.name())
                                    .orElseThrow(() -> new IllegalArgumentException(
                                            "the network that was trained on the source has no " + tensor)));
        }
        return new WeightSet(tensors);
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
