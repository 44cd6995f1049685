package dev.weir.runtime.select;

import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.model.Capability;
import dev.weir.api.model.GradientProjection;
import dev.weir.api.model.Model;
import dev.weir.api.model.OutputGradientModel;
import dev.weir.api.selection.RowBlocks;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.job.Npy;
import dev.weir.runtime.split.Seeds;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The gradients of candidates' last blocks for a target's train split. An example's are those of all outputs in one
 * row, so that the product of two rows is the tangent kernel of the block, summed over the outputs; the row is
 * projected as it comes from the engine and kept on disk, so that memory grows with neither examples nor weights.
 *
 * @param inputs      of the target's train split
 * @param projections to how many numbers a row is projected, for each score that asks
 * @param seed        of the projections, which are the same for all candidates
 * @param cache       where rows are kept
 */
public record BlockGradients(Inputs inputs, Set<Integer> projections, long seed, OutputsCache cache) {

    /** Why a candidate has none. */
    static final String NONE = "it gives no output gradients; with block: last-layer they are made of its features";

    /** Those that scores ask for. */
    public static BlockGradients of(
            Inputs inputs, Collection<TransferabilityScore> scores, long seed, OutputsCache cache) {
        Set<Integer> projections = new TreeSet<>();
        for (TransferabilityScore score : scores) {
            if (score.needs().contains(Need.BLOCK_GRADIENTS)) {
                projections.add(score.projection());
            }
        }
        return new BlockGradients(inputs, projections, Seeds.of(seed, "projection of gradients"), cache);
    }

    /**
     * A candidate's outputs with its gradients, where all are on disk, or with the reason why it gives none; empty
     * where it is to be asked.
     *
     * @param key names all that its outputs depend on
     */
    public Optional<CandidateOutputs> found(CandidateOutputs outputs, Set<Capability> capabilities, String key)
            throws IOException {
        if (!projections.isEmpty() && !capabilities.contains(Capability.OUTPUT_GRADIENTS)) {
            return Optional.of(outputs.withoutGradients(NONE));
        }
        CandidateOutputs with = outputs;
        for (int projection : projections) {
            Optional<RowBlocks> kept = cache.findGradients(key(key, projection));
            if (kept.isEmpty()) {
                return Optional.empty();
            }
            with = with.withGradients(projection, kept.get());
        }
        return Optional.of(with);
    }

    /**
     * A candidate's outputs with its gradients, which are computed where they are not on disk.
     *
     * @throws IOException when they cannot be kept
     */
    public CandidateOutputs asked(CandidateOutputs outputs, Model model, Set<Capability> capabilities, String key)
            throws IOException {
        Optional<CandidateOutputs> found = found(outputs, capabilities, key);
        if (found.isPresent()) {
            return found.get();
        }
        CandidateOutputs with = outputs;
        try {
            for (int projection : projections) {
                String own = key(key, projection);
                Optional<RowBlocks> kept = cache.findGradients(own);
                with = with.withGradients(
                        projection,
                        kept.isPresent() ? kept.get() : computed((OutputGradientModel) model, projection, own));
            }
            return with;
        } catch (IllegalArgumentException e) {
            return with.withoutGradients(CandidateReader.reason(e));
        }
    }

    private RowBlocks computed(OutputGradientModel model, int projection, String key) throws IOException {
        int perRow = model.outputGradients(inputs.select(new int[0]), GradientProjection.NONE)
                .width();
        GradientProjection shorter = new GradientProjection(projection, seed);
        UnaryOperator<float[]> projected = shorter.of(perRow);
        return cache.keepGradients(
                key,
                file -> Npy.writeRows(file, inputs.rows(), shorter.width(perRow), row -> {
                    float[] whole = model.outputGradients(inputs.select(new int[] {row}), GradientProjection.NONE)
                            .toFloats();
                    return projected.apply(whole);
                }));
    }

    private String key(String key, int projection) {
        return Digests.ofText(String.join("\n", "gradients", key, String.valueOf(projection), String.valueOf(seed)));
    }
}
