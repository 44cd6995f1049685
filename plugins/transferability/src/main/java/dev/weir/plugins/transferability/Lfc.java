package dev.weir.plugins.transferability;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Paper;
import dev.weir.api.Require;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Label-feature correlation: how well the kernel of a model's features is aligned with that of the labels. In one pass
 * over the examples, in time {@code n d^2} and memory {@code d^2}.
 *
 * @param on       what the kernel is made of; on output gradients this is label-gradient correlation
 * @param norm     what the kernels are divided by
 * @param centring what is taken off them
 * @param block    by which weights outputs are derived
 * @param projection how many numbers an example's gradients of the last block are projected to; 0 leaves them whole
 * @see <a href="https://arxiv.org/abs/2102.00084">Deshpande et al., A linearized framework and a new benchmark for
 *     model selection for fine-tuning, 2021</a>
 */
@Extension
@Name("lfc")
@Doc("label-feature correlation: alignment of the features' kernel with the labels'")
@Paper("Deshpande et al., A linearized framework and a new benchmark for model selection for fine-tuning,"
        + " 2021, https://arxiv.org/abs/2102.00084")
public record Lfc(
        @Default("features") @Doc("features, or output-gradients, which is label-gradient correlation")
        On on,

        @Default("frobenius") @Doc("frobenius, which gives a correlation in [-1, 1], or spectral")
        Norm norm,

        @Default("grand-mean") @Doc("what is taken off the kernels: their grand-mean, or double for rows and columns")
        Centring centring,

        @Default("last-layer")
        @Doc("the weights by which outputs are derived: last-layer, which every model with features offers, or"
                + " last-block, for models whose engine gives output-gradients; counts on output-gradients alone")
        Block block,

        @Default("2048")
        @Doc("how many numbers an example's gradients of the last block are projected to, by random signs; 0 leaves"
                + " them whole")
        int projection)
        implements TransferabilityScore {

    public Lfc {
        if (on == On.FEATURES && block == Block.LAST_BLOCK) {
            throw new IllegalArgumentException(
                    "block is of output gradients, and on is features\nWrite on: output-gradients, or leave block out.");
        }
        Require.atLeast("projection", 0, projection);
    }

    /** On features, or on the gradients of the last layer. */
    Lfc(On on, Norm norm, Centring centring) {
        this(on, norm, centring, Block.LAST_LAYER, 0);
    }

    private Need need() {
        return on == On.FEATURES ? Need.FEATURES : block.need();
    }

    @Override
    public Set<Need> needs() {
        return Set.of(need());
    }

    @Override
    public Transferability score(Evidence evidence) {
        return Undefined.orValue(() -> {
            TargetClasses classes = new TargetClasses(evidence.labels());
            Moments moments = Moments.of(evidence.rows(need()), classes, on.words());
            return new KernelAlignment(moments, norm, centring).score();
        });
    }
}
