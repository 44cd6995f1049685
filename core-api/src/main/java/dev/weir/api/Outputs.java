package dev.weir.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model put out for a batch of {@code n} examples: its logits and, where they were asked for by a
 * {@link Need}, its features and the outputs of earlier stages, all in the same row order.
 */
public final class Outputs {
    private final Logits logits;
    private final @Nullable Features features;
    private final @Nullable List<Outputs> earlierStages;
    private final @Nullable List<Outputs> members;

    private Outputs(
            Logits logits,
            @Nullable Features features,
            @Nullable List<Outputs> earlierStages,
            @Nullable List<Outputs> members) {
        this.members = members;
        this.logits = logits;
        this.features = features;
        this.earlierStages = earlierStages;
    }

    public static Outputs of(Logits logits) {
        return new Outputs(logits, null, null, null);
    }

    public Outputs withFeatures(Features given) {
        requireRows(given.rows());
        return new Outputs(logits, given, earlierStages, members);
    }

    public Outputs withEarlierStages(List<Outputs> given) {
        given.forEach(stage -> requireRows(stage.rows()));
        return new Outputs(logits, features, List.copyOf(given), members);
    }

    /** The outputs that were averaged into these, of the same rows. */
    public Outputs withMembers(List<Outputs> given) {
        given.forEach(member -> requireRows(member.rows()));
        return new Outputs(logits, features, earlierStages, List.copyOf(given));
    }

    /** The same outputs with other logits of the same rows, such as a combination with other models. */
    public Outputs withLogits(Logits given) {
        requireRows(given.rows());
        return new Outputs(given, features, earlierStages, members);
    }

    private void requireRows(int rows) {
        if (rows != logits.rows()) {
            throw new IllegalArgumentException(logits.rows() + " rows expected, got " + rows);
        }
    }

    public int rows() {
        return logits.rows();
    }

    public Logits logits() {
        return logits;
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
                logits.rows(from, to),
                features == null ? null : features.rows(from, to),
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
    public Outputs select(int[] rows) {
        return new Outputs(
                logits.select(rows),
                features == null ? null : features.select(rows),
                earlierStages == null
                        ? null
                        : earlierStages.stream()
                                .map(stage -> stage.select(rows))
                                .toList(),
                members == null
                        ? null
                        : members.stream().map(member -> member.select(rows)).toList());
    }

    @Override
    public String toString() {
        return "outputs of " + logits + (features == null ? "" : " with " + features);
    }
}
