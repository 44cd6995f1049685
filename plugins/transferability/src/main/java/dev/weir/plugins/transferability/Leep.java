package dev.weir.plugins.transferability;

import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Paper;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import java.util.Set;
import org.pf4j.Extension;

/**
 * The log expected empirical prediction: the mean log-likelihood of the labels under the classifier that looks a
 * source class up and draws a target class of it; at most 0. Two passes, memory independent of {@code n}.
 *
 * @see <a href="https://arxiv.org/abs/2002.12462">Nguyen et al., LEEP, ICML 2020, equations 1 and 2</a>
 */
@Extension
@Name("leep")
@Doc("log expected empirical prediction, from source probabilities; at most 0")
@Paper("Nguyen et al., LEEP, ICML 2020, equations 1 and 2, https://arxiv.org/abs/2002.12462")
public record Leep() implements TransferabilityScore {

    @Override
    public Set<Need> needs() {
        return Set.of(Need.SOURCE_PROBABILITIES);
    }

    @Override
    public Transferability score(Evidence evidence) {
        return Undefined.orValue(() -> {
            TargetClasses classes = new TargetClasses(evidence.labels());
            Undefined.requireClasses(classes);
            SourceClasses source = SourceClasses.of(evidence);
            double[] conditional = conditional(classes, source);
            int width = source.size();
            double[] sum = {0};
            source.read((row, values, from) ->
                    sum[0] += Math.log(Products.dot(values, from, conditional, classes.at(row) * width, width)));
            return sum[0] / classes.rows();
        });
    }

    /** The share of each target class in each source class, by target class; 0 for a source class never foreseen. */
    private static double[] conditional(TargetClasses classes, SourceClasses source) {
        int width = source.size();
        double[] joint = new double[classes.size() * width];
        double[] ofSource = new double[width];
        source.read((row, values, from) -> {
            int to = classes.at(row) * width;
            for (int z = 0; z < width; z++) {
                joint[to + z] += values[from + z];
                ofSource[z] += values[from + z];
            }
        });
        for (int i = 0; i < joint.length; i++) {
            joint[i] = ofSource[i % width] > 0 ? joint[i] / ofSource[i % width] : 0;
        }
        return joint;
    }
}
