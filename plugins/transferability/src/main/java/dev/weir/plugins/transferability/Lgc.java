package dev.weir.plugins.transferability;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Require;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Label-gradient correlation: {@link Lfc} on the gradients of the outputs. On the gradients of the last layer alone it
 * equals LFC: the bias adds the same number to every entry of the kernel, and centring takes it off again. On those of
 * the last block it knows of the block's weights as well.
 *
 * @param norm     what the kernels are divided by
 * @param centring what is taken off them
 * @param block    by which weights outputs are derived
 * @param projection how many numbers an example's gradients of the last block are projected to; 0 leaves them whole
 */
@Extension
@Name("lgc")
@Doc("label-gradient correlation: alignment of the output gradients' kernel with the labels'")
public record Lgc(
        @Default("frobenius") @Doc("frobenius, which gives a correlation in [-1, 1], or spectral")
        Norm norm,

        @Default("grand-mean") @Doc("what is taken off the kernels: their grand-mean, or double for rows and columns")
        Centring centring,

        @Default("last-layer")
        @Doc("the weights by which outputs are derived: last-layer, which every model with features offers and where"
                + " the score equals lfc, or last-block, for models whose engine gives output-gradients")
        Block block,

        @Default("2048")
        @Doc("how many numbers an example's gradients of the last block are projected to, by random signs; 0 leaves"
                + " them whole")
        int projection)
        implements TransferabilityScore {

    public Lgc {
        Require.atLeast("projection", 0, projection);
    }

    private Lfc onGradients() {
        return new Lfc(On.OUTPUT_GRADIENTS, norm, centring, block, projection);
    }

    @Override
    public Set<Need> needs() {
        return onGradients().needs();
    }

    @Override
    public Transferability score(Evidence evidence) {
        return onGradients().score(evidence);
    }
}
