package dev.weir.runtime.select;

import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.Estimate;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.api.selection.TrialRunner;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.PluginException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks and trains the candidates of a zoo, one after the other, and keeps account: the one meter of epochs. What the
 * last one put out stays in memory, what the others put out is on disk.
 */
public final class Trials implements TrialRunner {
    private static final CandidateOutputs NOTHING = new CandidateOutputs(Map.of(), Map.of(), OptionalLong.empty());

    private final Labels labels;
    private final Asking asking;
    private final Trainings trainings;
    private final Scoring scoring;
    private final Map<String, String> failures = new HashMap<>();
    private final Map<String, Long> parameters = new HashMap<>();
    private String held = "";
    private @Nullable CandidateOutputs outputs;
    private long forwardPasses;
    private int epochs;
    private final Map<String, Integer> trained = new HashMap<>();
    private final Map<String, String> ended = new HashMap<>();
    private final Set<String> scored = new HashSet<>();

    /** Fetches what a candidate puts out for the target's train split, from where it is kept or from the model. */
    @FunctionalInterface
    public interface Asking {

        /**
         * What it puts out.
         *
         * @throws IllegalArgumentException when the candidate refuses its files or the examples
         * @throws IOException              when a file cannot be read
         */
        CandidateOutputs of(String candidate) throws IOException;

        /**
         * The same with the gradients of the last block that a score reads, from where they are kept or from the
         * model; or with the reason why there are none.
         *
         * @throws IOException when they cannot be kept
         */
        default CandidateOutputs withGradients(String candidate, CandidateOutputs outputs, TransferabilityScore score)
                throws IOException {
            return outputs.withoutGradients(BlockGradients.NONE);
        }
    }

    /**
     * Trials on a target.
     *
     * @param labels     of the target's train split; none where there is no data and all is given
     * @param components where a score comes from
     */
    public Trials(
            Labels labels, Asking asking, Trainings trainings, Function<TransferabilityScore, Component> components) {
        this.labels = labels;
        this.asking = asking;
        this.trainings = trainings;
        this.scoring = new Scoring(labels, components);
    }

    @Override
    public Labels labels() {
        return labels;
    }

    @Override
    public Transferability score(Candidate candidate, TransferabilityScore score, int[] ascending) {
        String name = candidate.name();
        scored.add(name);
        if (score.needs().isEmpty()) { // it was given, or is of the labels alone
            return scoring.of(name, NOTHING, score, ascending);
        }
        CandidateOutputs found = outputs(name);
        if (found == null) {
            return Transferability.none(failures.getOrDefault(name, "it failed"));
        }
        if (score.needs().contains(Need.BLOCK_GRADIENTS)
                && !found.missing().containsKey(Need.BLOCK_GRADIENTS)
                && !found.gradients().containsKey(score.projection())) {
            found = withGradients(name, found, score);
            outputs = found;
        }
        return scoring.of(name, found, score, ascending);
    }

    private CandidateOutputs withGradients(String name, CandidateOutputs found, TransferabilityScore score) {
        try {
            forwardPasses += labels.size();
            return asking.withGradients(name, found, score);
        } catch (IOException e) {
            return found.withoutGradients("its gradients cannot be kept: " + CandidateReader.reason(e));
        } catch (RuntimeException | LinkageError e) { // a candidate that fails does not stop the run
            return found.withoutGradients("it failed: " + e);
        }
    }

    /** What a candidate put out; null when it failed, with the reason among the failures. */
    private @Nullable CandidateOutputs outputs(String name) {
        if (failures.containsKey(name)) {
            return null;
        }
        if (!held.equals(name)) {
            outputs = null; // before the next is read, so that never two are in memory
            held = name;
            try {
                forwardPasses += labels.size();
                outputs = asking.of(name);
                outputs.parameters().ifPresent(count -> parameters.put(name, count));
            } catch (IOException e) {
                failures.put(name, "it cannot be read: " + CandidateReader.reason(e));
            } catch (IllegalArgumentException e) {
                failures.put(name, CandidateReader.reason(e));
            } catch (RuntimeException | LinkageError e) { // a candidate that fails does not stop the run
                failures.put(name, "it failed: " + e);
            }
        }
        return outputs;
    }

    @Override
    public Estimate train(Candidate candidate, int more) {
        String name = candidate.name();
        String why = ended.get(name);
        if (why != null) {
            return Estimate.none(why);
        }
        int before = trained.getOrDefault(name, 0);
        int until = before + more;
        Trainings.History history;
        try {
            history = trainings.of(name, until);
        } catch (IOException | UncheckedIOException e) {
            history = new Trainings.History(List.of(), "it cannot be trained: " + CandidateReader.reason(e));
        } catch (PluginException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            history = new Trainings.History(List.of(), CandidateReader.reason(e));
        } catch (RuntimeException | LinkageError e) { // a candidate that fails does not stop the run
            history = new Trainings.History(List.of(), "it failed: " + e);
        }
        int reached = history.accuracies().size();
        if (reached < until) {
            epochs += Math.max(1, reached + 1 - before); // the one in which it failed is paid too
            ended.put(name, history.failed());
            return Estimate.none(history.failed());
        }
        epochs += more;
        trained.put(name, until);
        return trainings.estimate(history.accuracies().get(until - 1));
    }

    @Override
    public int epochs() {
        return epochs;
    }

    /** For how many epochs a candidate was trained; 0 where it was not, or failed. */
    int epochs(String candidate) {
        return ended.containsKey(candidate) ? 0 : trained.getOrDefault(candidate, 0);
    }

    /** How many candidates a score was asked about. */
    public int scored() {
        return scored.size();
    }

    /** How many examples were put to candidates, those answered from the cache among them. */
    long forwardPasses() {
        return forwardPasses;
    }

    /** The trained numbers of a candidate, where it was asked and knows them. */
    OptionalLong parameters(String name) {
        Long count = parameters.get(name);
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }
}
