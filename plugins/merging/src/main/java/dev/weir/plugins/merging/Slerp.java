package dev.weir.plugins.merging;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Paper;
import dev.weir.api.Require;
import dev.weir.api.interpolation.MergeTask;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.api.model.WeightSet;
import org.pf4j.Extension;

/**
 * Two endpoints mixed along the arc between them, tensor by tensor: the angle is that between the tensors, the mixed
 * numbers are the tensors' own. Nearly parallel tensors, single numbers and tensors of zeros are mixed along the
 * straight line.
 *
 * @param coefficient of the second endpoint
 * @see <a href="https://doi.org/10.1145/325165.325242">Shoemake, Animating rotation with quaternion curves, SIGGRAPH
 *     1985</a>
 */
@Extension
@Name("slerp")
@Doc("two endpoints mixed along the arc between them, tensor by tensor")
@Paper("Shoemake, Animating rotation with quaternion curves, SIGGRAPH 1985, https://doi.org/10.1145/325165.325242")
public record Slerp(
        @Default("0.5") @Doc("of the second endpoint, in [0, 1]")
        double coefficient) implements WeightMerge {

    private static final double PARALLEL = 0.9995;
    private static final double SHORTEST = 1e-8;

    public Slerp {
        Require.coefficient("coefficient", coefficient);
    }

    @Override
    public int least() {
        return 2;
    }

    @Override
    public int most() {
        return 2;
    }

    @Override
    public boolean isTensorwise() {
        return true;
    }

    @Override
    public WeightSet merge(MergeTask task) {
        if (task.endpoints().size() != 2) {
            throw new IllegalArgumentException(
                    "an arc lies between two endpoints, got " + task.endpoints().size() + "\nName two endpoints.");
        }
        TensorMerge merge = (tensor, endpoints, ancestor) -> between(endpoints.get(0), endpoints.get(1), coefficient);
        return merge.over(task);
    }

    static float[] between(float[] first, float[] second, double t) {
        if (t == 0 || t == 1) { // bit for bit: a sum with 0 times the other loses the sign of a zero
            return (t == 0 ? first : second).clone();
        }
        double dot = 0;
        double ofFirst = 0;
        double ofSecond = 0;
        for (int j = 0; j < first.length; j++) {
            dot += (double) first[j] * second[j];
            ofFirst += (double) first[j] * first[j];
            ofSecond += (double) second[j] * second[j];
        }
        double lengths = Math.sqrt(ofFirst) * Math.sqrt(ofSecond);
        boolean isArc = first.length > 1 && Math.sqrt(ofFirst) > SHORTEST && Math.sqrt(ofSecond) > SHORTEST;
        double cosine = isArc ? Math.max(-1, Math.min(1, dot / lengths)) : 1;
        double angle = Math.acos(cosine);
        boolean isLine = Math.abs(cosine) > PARALLEL;
        double ofOne = isLine ? 1 - t : Math.sin((1 - t) * angle) / Math.sin(angle);
        double ofOther = isLine ? t : Math.sin(t * angle) / Math.sin(angle);
        float[] mixed = new float[first.length];
        for (int j = 0; j < mixed.length; j++) {
            mixed[j] = (float) (ofOne * first[j] + ofOther * second[j]);
        }
        return mixed;
    }
}
