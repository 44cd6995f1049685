package dev.weir.api.selection;

import dev.weir.api.Labels;
import dev.weir.api.Need;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What a candidate put out for {@code n} labelled examples of the target: what a {@link TransferabilityScore} reads,
 * and nothing that it did not {@linkplain TransferabilityScore#needs() ask for}.
 */
public final class Evidence {
    private final String candidate;
    private final Labels labels;
    private final Map<Need, RowBlocks> blocks;

    private Evidence(String candidate, Labels labels, Map<Need, RowBlocks> blocks) {
        this.candidate = candidate;
        this.labels = labels;
        this.blocks = Collections.unmodifiableMap(blocks);
    }

    /** The labels alone. */
    public static Evidence of(Labels labels) {
        return new Evidence("", labels, new EnumMap<>(Need.class));
    }

    /** The same with the rows of a need; as many as there are labels. */
    public Evidence with(Need need, RowBlocks rows) {
        if (rows.rows() != labels.size()) {
            throw new IllegalArgumentException(labels.size() + " rows expected, got " + rows.rows());
        }
        Map<Need, RowBlocks> more = new EnumMap<>(Need.class);
        more.putAll(blocks);
        more.put(need, rows);
        return new Evidence(candidate, labels, more);
    }

    /** The same of a candidate of this name. */
    public Evidence about(String name) {
        return new Evidence(name, labels, blocks);
    }

    /** The name of the candidate; empty where nobody said it. Only a score that was given beforehand reads it. */
    public String candidate() {
        return candidate;
    }

    /** The true classes of the target. */
    public Labels labels() {
        return labels;
    }

    /** Number of examples. */
    public int size() {
        return labels.size();
    }

    /** What is at hand besides the labels. */
    public Set<Need> needs() {
        return blocks.keySet();
    }

    /**
     * The rows of a need.
     *
     * @throws IllegalStateException when nobody declared it
     */
    public RowBlocks rows(Need need) {
        RowBlocks rows = blocks.get(need);
        if (rows == null) {
            throw new IllegalStateException("this evidence holds no " + need + ": declare it in needs()");
        }
        return rows;
    }

    /**
     * Some of the examples, in their order.
     *
     * @param ascending row numbers, each greater than the one before
     */
    public Evidence select(int[] ascending) {
        Map<Need, RowBlocks> selected = new EnumMap<>(Need.class);
        blocks.forEach((need, rows) -> selected.put(need, rows.select(ascending)));
        return new Evidence(candidate, labels.select(ascending), selected);
    }

    @Override
    public String toString() {
        return "evidence of " + labels + " with " + blocks.keySet();
    }
}
