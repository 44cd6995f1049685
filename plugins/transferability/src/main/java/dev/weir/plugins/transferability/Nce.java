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
 * Negative conditional entropy of the labels given the source class that the model holds for likeliest (the first of
 * several equally likely ones); at most 0. One pass.
 *
 * @see <a href="https://arxiv.org/abs/1908.08142">Tran et al., Transferability and hardness of supervised
 *     classification tasks, ICCV 2019, equation 4</a>
 */
@Extension
@Name("nce")
@Doc("negative conditional entropy of the labels given the likeliest source class; at most 0")
@Paper("Tran et al., Transferability and hardness of supervised classification tasks, ICCV 2019, equation 4,"
        + " https://arxiv.org/abs/1908.08142")
public record Nce() implements TransferabilityScore {

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
            int width = source.size();
            int[] joint = new int[classes.size() * width];
            int[] ofSource = new int[width];
            source.read((row, values, from) -> {
                int z = likeliest(values, from, width);
                joint[classes.at(row) * width + z]++;
                ofSource[z]++;
            });
            double sum = 0;
            for (int i = 0; i < joint.length; i++) {
                if (joint[i] > 0) {
                    sum += joint[i] * Math.log((double) joint[i] / ofSource[i % width]);
                }
            }
            return sum / classes.rows();
        });
    }

    private static int likeliest(double[] values, int from, int width) {
        int most = 0;
        for (int z = 1; z < width; z++) {
            if (values[from + z] > values[from + most]) {
                most = z;
            }
        }
        return most;
    }
}
