package dev.weir.runtime.benchmark;

import dev.weir.api.Labels;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.runtime.config.SettingText;
import dev.weir.runtime.select.CandidateOutputs;
import dev.weir.runtime.select.Scoring;
import dev.weir.runtime.split.Splitter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What the scores say of the candidates on one target: on its whole train split, and on random halves of it. */
final class ScoreSheet {
    private final List<TransferabilityScore> scores;
    private final List<String> names;
    private final Labels labels;
    private final int[][] halves;
    private final Map<String, Map<String, Measured>> byScore = new HashMap<>();

    /**
     * What a score said of a candidate.
     *
     * @param value  on all examples; NaN where there is none
     * @param byDraw on each half; NaN where there is none
     * @param reason why there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Measured(double value, double[] byDraw, String reason) {}

    /**
     * An empty sheet.
     *
     * @param labels of the target's train split
     * @param draws  how many halves, each class in proportion
     */
    ScoreSheet(List<TransferabilityScore> scores, Labels labels, int draws, long seed) {
        this.scores = scores;
        this.names = SettingText.names(scores);
        this.labels = labels;
        SplittableRandom random = new SplittableRandom(seed);
        this.halves = new int[draws][];
        for (int draw = 0; draw < draws; draw++) {
            halves[draw] = Splitter.divide(labels, new double[] {0.5}, random)[0];
            Arrays.sort(halves[draw]);
        }
    }

    /** Computes all scores of a candidate. */
    void measure(String candidate, CandidateOutputs outputs, Scoring scoring) {
        int[] all = IntStream.range(0, labels.size()).toArray();
        for (int i = 0; i < scores.size(); i++) {
            TransferabilityScore score = scores.get(i);
            Transferability whole = scoring.of(candidate, outputs, score, all);
            double[] byDraw = new double[halves.length];
            Arrays.fill(byDraw, Double.NaN);
            if (whole instanceof Transferability.Value) {
                Arrays.setAll(byDraw, draw -> value(scoring.of(candidate, outputs, score, halves[draw])));
            }
            put(
                    names.get(i),
                    candidate,
                    new Measured(
                            value(whole), byDraw, whole instanceof Transferability.None none ? none.reason() : ""));
        }
    }

    /** A candidate that no score could be asked about. */
    void failed(String candidate, String reason) {
        double[] none = new double[halves.length];
        Arrays.fill(none, Double.NaN);
        names.forEach(score -> put(score, candidate, new Measured(Double.NaN, none, reason)));
    }

    private void put(String score, String candidate, Measured measured) {
        byScore.computeIfAbsent(score, name -> new HashMap<>()).put(candidate, measured);
    }

    private static double value(Transferability found) {
        return found instanceof Transferability.Value value ? value.number() : Double.NaN;
    }

    List<String> scores() {
        return names;
    }

    Measured of(String score, String candidate) {
        Measured measured = byScore.getOrDefault(score, Map.of()).get(candidate);
        if (measured == null) {
            throw new IllegalStateException(candidate + " was not asked for " + score);
        }
        return measured;
    }

    /** On all examples, by candidate. */
    double[] values(String score, List<String> candidates) {
        return candidates.stream().mapToDouble(name -> of(score, name).value()).toArray();
    }

    /** By half, then by candidate; empty where a candidate that has a value has none on one of them. */
    double[][] byDraw(String score, List<String> candidates) {
        double[][] byDraw = new double[halves.length][candidates.size()];
        for (int i = 0; i < candidates.size(); i++) {
            Measured measured = of(score, candidates.get(i));
            for (int draw = 0; draw < halves.length; draw++) {
                byDraw[draw][i] = measured.byDraw()[draw];
                if (Double.isNaN(byDraw[draw][i]) && !Double.isNaN(measured.value())) {
                    return new double[0][];
                }
            }
        }
        return byDraw;
    }
}
