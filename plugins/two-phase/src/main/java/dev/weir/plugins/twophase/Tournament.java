package dev.weir.plugins.twophase;

import dev.weir.api.Progress;
import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.Estimate;
import dev.weir.api.selection.SelectionTrace.Trial;
import dev.weir.api.selection.TrialRunner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Trains candidates a few epochs at a time and drops those that fall behind, until one is left, which is trained to
 * the end. A candidate that fails is dropped; the epochs that it began are charged by the runner.
 */
final class Tournament {
    private final TrialRunner runner;
    private final Schedule schedule;
    private final Dropping dropping;
    private final Progress progress;
    private final List<Trial> trials = new ArrayList<>();
    private final Map<String, Standing> standings = new LinkedHashMap<>();

    /** Says after a round which candidates are dropped, and why. */
    @FunctionalInterface
    interface Dropping {

        /**
         * What is dropped.
         *
         * @param standing    those that did not fail, in the order in which they began
         * @param epoch       after which
         * @param began       how many began the round, those that failed in it included
         * @param predictions to be filled with what was foretold of candidates
         * @return by name why; none of them all
         */
        Map<String, String> dropped(List<Standing> standing, int epoch, int began, Map<String, Double> predictions);
    }

    /**
     * How a candidate stands.
     *
     * @param rank     its place among those that began; from 0
     * @param epoch    until which it was trained
     * @param accuracy on the validation split then, or why it failed
     * @param isIn     whether it was not dropped
     */
    record Standing(Candidate candidate, int rank, int epoch, Estimate accuracy, boolean isIn) {

        String name() {
            return candidate.name();
        }

        boolean hasFailed() {
            return accuracy.value().isEmpty();
        }

        double value() {
            return accuracy.value().orElseThrow();
        }

        Standing dropped() {
            return new Standing(candidate, rank, epoch, accuracy, false);
        }
    }

    Tournament(TrialRunner runner, Schedule schedule, Dropping dropping, Progress progress) {
        this.runner = runner;
        this.schedule = schedule;
        this.dropping = dropping;
        this.progress = progress;
    }

    /** The trials, in the order in which they were run. */
    List<Trial> trials() {
        return trials;
    }

    /**
     * Runs it.
     *
     * @param candidates in the order in which ties are decided
     * @return every candidate, the best first: those that were trained longer before those dropped earlier, then by
     *     accuracy; those that failed last
     */
    List<Standing> run(List<Candidate> candidates) {
        List<Standing> in = new ArrayList<>();
        for (int rank = 0; rank < candidates.size(); rank++) {
            in.add(new Standing(candidates.get(rank), rank, 0, Estimate.none("it was not trained"), true));
        }
        int epoch = 0;
        while (epoch < schedule.epochs() && !in.isEmpty()) {
            int until = in.size() == 1 ? schedule.epochs() : Math.min(schedule.epochs(), epoch + schedule.step());
            in = round(in, epoch, until);
            epoch = until;
        }
        return standings.values().stream()
                .sorted(Comparator.comparing(Standing::hasFailed)
                        .thenComparingInt(standing -> -standing.epoch())
                        .thenComparing(standing -> !standing.isIn())
                        .thenComparingDouble(
                                standing -> -standing.accuracy().value().orElse(0))
                        .thenComparingInt(Standing::rank))
                .toList();
    }

    private List<Standing> round(List<Standing> began, int from, int until) {
        List<Standing> trained = new ArrayList<>();
        Map<String, Integer> charged = new HashMap<>();
        for (Standing standing : began) {
            progress.report("fine-tuning to epoch " + until, trained.size(), began.size(), standing.name());
            int before = runner.epochs();
            Estimate accuracy = runner.train(standing.candidate(), until - from);
            charged.put(standing.name(), runner.epochs() - before);
            trained.add(new Standing(standing.candidate(), standing.rank(), until, accuracy, true));
        }
        progress.report("fine-tuning to epoch " + until, trained.size(), began.size(), "");
        List<Standing> able =
                trained.stream().filter(standing -> !standing.hasFailed()).toList();
        Map<String, Double> predictions = new HashMap<>();
        Map<String, String> dropped =
                able.size() < 2 ? Map.of() : dropping.dropped(able, until, began.size(), predictions);
        List<Standing> left = new ArrayList<>();
        for (Standing standing : trained) {
            String why =
                    standing.hasFailed() ? standing.accuracy().reason() : dropped.getOrDefault(standing.name(), "");
            Double predicted = predictions.get(standing.name());
            trials.add(new Trial(
                    standing.name(),
                    until,
                    charged.getOrDefault(standing.name(), 0),
                    standing.accuracy(),
                    predicted == null ? OptionalDouble.empty() : OptionalDouble.of(predicted),
                    why));
            Standing after = why.isEmpty() ? standing : standing.dropped();
            standings.put(standing.name(), after);
            if (why.isEmpty()) {
                left.add(after);
            }
        }
        return left;
    }
}
