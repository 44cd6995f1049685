package dev.weir.runtime.select;

import dev.weir.api.Features;
import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.LastLayerGradients;
import dev.weir.api.selection.RowBlocks;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.PluginException;
import java.util.function.Function;

/**
 * Puts what candidates put out to scores.
 *
 * @param labels     of the target's train split
 * @param components where a score comes from
 */
public record Scoring(Labels labels, Function<TransferabilityScore, Component> components) {

    /**
     * What a score says of a candidate.
     *
     * @param candidate its name
     * @param ascending row numbers of the examples that it is shown, each greater than the one before
     * @throws PluginException when the score breaks its contract
     */
    public Transferability of(String candidate, CandidateOutputs outputs, TransferabilityScore score, int[] ascending) {
        Evidence evidence = Evidence.of(labels).about(candidate);
        for (Need need : score.needs()) {
            if (need == Need.BLOCK_GRADIENTS) {
                RowBlocks gradients = outputs.gradients().get(score.projection());
                if (gradients == null) {
                    return Transferability.none(outputs.missing().getOrDefault(need, BlockGradients.NONE));
                }
                evidence = evidence.with(need, gradients);
                continue;
            }
            Need source = need == Need.OUTPUT_GRADIENTS ? Need.FEATURES : need;
            Features rows = outputs.rows().get(source);
            if (rows == null) {
                return Transferability.none(outputs.missing().getOrDefault(source, "it gives no " + source));
            }
            RowBlocks blocks = RowBlocks.of(rows);
            evidence = evidence.with(
                    need, need == Need.OUTPUT_GRADIENTS ? new LastLayerGradients(blocks, labels.classes()) : blocks);
        }
        return scored(score, ascending.length == labels.size() ? evidence : evidence.select(ascending));
    }

    private Transferability scored(TransferabilityScore score, Evidence evidence) {
        try {
            Transferability found = score.score(evidence);
            if (found == null) {
                throw components.apply(score).broken("returned null", "a number or the reason why there is none", null);
            }
            return found;
        } catch (PluginException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw components.apply(score).broken("threw " + e, "a number or the reason why there is none", e);
        }
    }
}
