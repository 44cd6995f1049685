package dev.weir.runtime.select;

import dev.weir.api.Labels;
import dev.weir.api.Progress;
import dev.weir.api.metrics.Interval;
import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.Model;
import dev.weir.api.model.TrainableModel;
import dev.weir.api.selection.Estimate;
import dev.weir.runtime.job.ModelCache;
import dev.weir.runtime.split.SplitName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains candidates on the target, an epoch at a time, one open at once. After every epoch the accuracy is kept, then
 * the state from which the training goes on; so what was trained is not trained again, be it in the next round, after
 * a kill, or in another run. A training that diverged is kept as such.
 */
final class LiveTrainings implements Trainings {
    private static final String FAILED = "failed ";

    private final Candidates candidates;
    private final CandidateModels models;
    private final DataSet target;
    private final TrialSettings settings;
    private final ModelCache cache;
    private final Progress progress;
    private int trained;

    LiveTrainings(
            Candidates candidates,
            CandidateModels models,
            DataSet target,
            TrialSettings settings,
            ModelCache cache,
            Progress progress) {
        this.candidates = candidates;
        this.models = models;
        this.target = target;
        this.settings = settings;
        this.cache = cache;
        this.progress = progress;
    }

    @Override
    public History of(String name, int epochs) throws IOException {
        CandidateSettings candidate = candidates.zoo().entry(name);
        String key = candidates.key(candidate, target);
        Kept kept = Kept.of(cache.checkpoint("trial-" + key));
        if (kept.history().accuracies().size() >= epochs
                || !kept.history().failed().isEmpty()) {
            return kept.history();
        }
        Listener listener = new Listener(name, kept);
        try (TrainableModel model = models.begun(candidate, target)) {
            train(model, candidate, epochs, listener);
        } catch (ArithmeticException e) { // it would diverge again
            kept.put(new History(listener.accuracies, CandidateReader.reason(e)));
        }
        return kept.history();
    }

    private void train(Model model, CandidateSettings candidate, int epochs, Progress listener) throws IOException {
        ((TrainableModel) model)
                .train(
                        target.on(SplitName.TRAIN),
                        target.on(SplitName.VALIDATION),
                        settings.plan(
                                epochs,
                                candidates.targetContext(candidate, target).seed()),
                        cache.checkpoint(candidates.key(candidate, target)),
                        listener);
    }

    /** A candidate as it is after some epochs, which were trained before. */
    TrainableModel after(String name, int epochs) throws IOException {
        CandidateSettings candidate = candidates.zoo().entry(name);
        TrainableModel model = models.begun(candidate, target);
        try {
            train(model, candidate, epochs, new Listener(name, Kept.of(Checkpoint.NONE)));
            return model;
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    @Override
    public Estimate estimate(double accuracy) {
        Labels labels = target.on(SplitName.VALIDATION).labels();
        return Estimate.of(accuracy, Interval.ofShare(Math.round(accuracy * labels.size()), labels.size()));
    }

    @Override
    public int trained() {
        return trained;
    }

    /** A history in a file: an accuracy in each line, and the failure in the last. */
    private static final class Kept {
        private final Checkpoint file;
        private History history;

        private Kept(Checkpoint file, History history) {
            this.file = file;
            this.history = history;
        }

        static Kept of(Checkpoint file) throws IOException {
            List<Double> accuracies = new ArrayList<>();
            String failed = "";
            String text = new String(file.latest().orElse(new byte[0]), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                if (line.startsWith(FAILED)) {
                    failed = line.substring(FAILED.length());
                } else {
                    accuracies.add(Double.parseDouble(line));
                }
            }
            return new Kept(file, new History(accuracies, failed));
        }

        History history() {
            return history;
        }

        void put(History of) throws IOException {
            StringBuilder text = new StringBuilder();
            of.accuracies().forEach(accuracy -> text.append(accuracy).append('\n'));
            if (!of.failed().isEmpty()) {
                text.append(FAILED).append(of.failed()).append('\n');
            }
            file.keep(text.toString().getBytes(StandardCharsets.UTF_8));
            history = of;
        }
    }

    /** Keeps every epoch. */
    private final class Listener implements Progress {
        private final String name;
        private final Kept kept;
        private final List<Double> accuracies;

        Listener(String name, Kept kept) {
            this.name = name;
            this.kept = kept;
            this.accuracies = new ArrayList<>(kept.history().accuracies());
        }

        @Override
        public void report(String activity, long done, long total, String detail) {
            progress.report("fine-tuning " + name, done, total, detail);
        }

        @Override
        public void validated(int epoch, double accuracy) {
            accuracies
                    .subList(Math.min(epoch - 1, accuracies.size()), accuracies.size())
                    .clear(); // of an epoch whose state was not kept any more
            accuracies.add(accuracy);
            trained++;
            try {
                kept.put(new History(accuracies, ""));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
