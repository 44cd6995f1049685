package dev.weir.plugins.transferability;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
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
 * @see <a href="https://arxiv.org/abs/2102.00084">Deshpande et al., A linearized framework and a new benchmark for
 *     model selection for fine-tuning, 2021</a>
 */
@Extension
@Name("lfc")
@Doc("label-feature correlation: alignment of the features' kernel with the labels'")
public record Lfc(
        @Default("features") @Doc("features, or output-gradients, which is label-gradient correlation")
        On on,

        @Default("frobenius") @Doc("frobenius, which gives a correlation in [-1, 1], or spectral")
        Norm norm,

        @Default("grand-mean") @Doc("what is taken off the kernels: their grand-mean, or double for rows and columns")
        Centring centring)
        implements TransferabilityScore {

    @Override
    public Set<Need> needs() {
        return Set.of(on.need());
    }

    @Override
    public Transferability score(Evidence evidence) {
        return Undefined.orValue(() -> {
            TargetClasses classes = new TargetClasses(evidence.labels());
            Moments moments = Moments.of(evidence.rows(on.need()), classes, on.words());
            return new KernelAlignment(moments, norm, centring).score();
        });
    }
}
