package dev.weir.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model put out for a batch of {@code n} examples: its logits and, where they were asked for by a
 * {@link Need}, its features, its source probabilities and the outputs of earlier stages, all in the same row order.
 */
public final class Outputs {
    private final int rows;
    private final @Nullable Logits logits;
    private final @Nullable Features features;
    private final @Nullable Features sourceProbabilities;
    private final @Nullable List<Outputs> earlierStages;
    private final @Nullable List<Outputs> members;

    private Outputs(
            int rows,
            @Nullable Logits logits,
            @Nullable Features features,
            @Nullable Features sourceProbabilities,
            @Nullable List<Outputs> earlierStages,
            @Nullable List<Outputs> members) {
        this.rows = rows;
        this.members = members;
        this.logits = logits;
        this.features = features;
        this.sourceProbabilities = sourceProbabilities;
        this.earlierStages = earlierStages;
    }

    public static Outputs of(Logits logits) {
        return new Outputs(logits.rows(), logits, null, null, null, null);
    }

    /** The outputs of a model that does not answer, only say what it sees in {@code n} examples. */
    public static Outputs withoutLogits(int rows) {
        return new Outputs(rows, null, null, null, null, null);
    }

    public Outputs withFeatures(Features given) {
        requireRows(given.rows());
        return new Outputs(rows, logits, given, sourceProbabilities, earlierStages, members);
    }

    /**
     * With the probabilities of the classes that the model first learned, {@code n x s}. Whether rows sum to 1 is
     * left to those who read them.
     */
    public Outputs withSourceProbabilities(Features given) {
        requireRows(given.rows());
        return new Outputs(rows, logits, features, given, earlierStages, members);
    }

    public Outputs withEarlierStages(List<Outputs> given) {
        given.forEach(stage -> requireRows(stage.rows()));
        return new Outputs(rows, logits, features, sourceProbabilities, List.copyOf(given), members);
    }

    /** The outputs that were averaged into these, of the same rows. */
    public Outputs withMembers(List<Outputs> given) {
        given.forEach(member -> requireRows(member.rows()));
        return new Outputs(rows, logits, features, sourceProbabilities, earlierStages, List.copyOf(given));
    }

    /** The same outputs with other logits of the same rows, such as a combination with other models. */
    public Outputs withLogits(Logits given) {
        requireRows(given.rows());
        return new Outputs(rows, given, features, sourceProbabilities, earlierStages, members);
    }

    private void requireRows(int given) {
        if (given != rows) {
            throw new IllegalArgumentException(rows + " rows expected, got " + given);
        }
    }

    public int rows() {
        return rows;
    }

    /**
     * The logits.
     *
     * @throws IllegalStateException when the model does not answer
     */
    public Logits logits() {
        if (logits == null) {
            throw new IllegalStateException("these outputs hold no logits: the model does not answer");
        }
        return logits;
    }

    /** Whether the model answers. */
    public boolean hasLogits() {
        return logits != null;
    }

    /**
     * The features of the penultimate layer.
     *
     * @throws IllegalStateException when nobody declared {@link Need#FEATURES}
     */
    public Features features() {
        if (features == null) {
            throw new IllegalStateException("these outputs hold no features: declare Need.FEATURES");
        }
        return features;
    }

    /** Whether the features are there. */
    public boolean hasFeatures() {
        return features != null;
    }

    /**
     * The probabilities of the classes that the model first learned, {@code n x s}.
     *
     * @throws IllegalStateException when nobody declared {@link Need#SOURCE_PROBABILITIES}
     */
    public Features sourceProbabilities() {
        if (sourceProbabilities == null) {
            throw new IllegalStateException(
                    "these outputs hold no source probabilities: declare Need.SOURCE_PROBABILITIES");
        }
        return sourceProbabilities;
    }

    /** Whether the source probabilities are there. */
    public boolean hasSourceProbabilities() {
        return sourceProbabilities != null;
    }

    /**
     * The outputs of the stages before this one, first stage first.
     *
     * @throws IllegalStateException when nobody declared {@link Need#EARLIER_STAGES}
     */
    public List<Outputs> earlierStages() {
        if (earlierStages == null) {
            throw new IllegalStateException("these outputs hold no earlier stages: declare Need.EARLIER_STAGES");
        }
        return earlierStages;
    }

    /** The outputs that were averaged into these, where somebody declared {@link Need#MEMBERS}; else only these. */
    public List<Outputs> members() {
        return members == null ? List.of(this) : members;
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive), as a view. */
    public Outputs rows(int from, int to) {
        return new Outputs(
                to - from,
                logits == null ? null : logits.rows(from, to),
                features == null ? null : features.rows(from, to),
                sourceProbabilities == null ? null : sourceProbabilities.rows(from, to),
                earlierStages == null
                        ? null
                        : earlierStages.stream()
                                .map(stage -> stage.rows(from, to))
                                .toList(),
                members == null
                        ? null
                        : members.stream().map(member -> member.rows(from, to)).toList());
    }

    /** The given rows in the given order, copied. */
    public Outputs select(int[] selected) {
        return new Outputs(
                selected.length,
                logits == null ? null : logits.select(selected),
                features == null ? null : features.select(selected),
                sourceProbabilities == null ? null : sourceProbabilities.select(selected),
                earlierStages == null
                        ? null
                        : earlierStages.stream()
                                .map(stage -> stage.select(selected))
                                .toList(),
                members == null
                        ? null
                        : members.stream()
                                .map(member -> member.select(selected))
                                .toList());
    }

    @Override
    public String toString() {
        return "outputs of " + (logits == null ? rows + " rows" : logits)
                + (features == null ? "" : " with " + features);
    }
}
