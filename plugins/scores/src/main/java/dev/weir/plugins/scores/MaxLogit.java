package dev.weir.plugins.scores;

import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Outputs;
import dev.weir.api.Paper;
import dev.weir.api.deferral.ConfidenceScore;
import org.pf4j.Extension;

/**
 * The largest logit, on the scale of the logits. An answer of several tokens is as sure as its least sure one.
 *
 * <p>Not shift-invariant: a constant added to the logits of an example changes its score but not its
 * softmax. Do not use it where the logits carry an arbitrary constant, as logarithms of probabilities do.
 *
 * @see <a href="https://arxiv.org/abs/1911.11132">Hendrycks et al., Scaling Out-of-Distribution Detection
 *     for Real-World Settings, ICML 2022</a>
 */
@Extension
@Name("max-logit")
@Doc("the largest logit; changes when a constant is added to the logits")
@Paper("Hendrycks et al., Scaling Out-of-Distribution Detection for Real-World Settings, ICML 2022,"
        + " https://arxiv.org/abs/1911.11132")
public record MaxLogit() implements ConfidenceScore {

    @Override
    public double[] scores(Outputs outputs) {
        return outputs.mapAnswers(outputs.logits()::max, Math::min);
    }
}
