package dev.weir.plugins.merging;

import dev.weir.api.interpolation.MergeTask;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Merges tensor by tensor. */
@FunctionalInterface
interface TensorMerge {

    /**
     * One merged tensor.
     *
     * @param tensor    its place in the sets
     * @param endpoints its values in each endpoint; not written to
     * @param ancestor  its values in the ancestor, or no values where there is none
     * @return new values, as many
     */
    float[] merged(int tensor, List<float[]> endpoints, float[] ancestor);

    /** The merged set; whole numbers are those of the first endpoint. */
    default WeightSet over(MergeTask task) {
        List<WeightTensor> merged = new ArrayList<>();
        List<WeightTensor> first = task.endpoints().get(0).tensors();
        for (int i = 0; i < first.size(); i++) {
            WeightTensor tensor = first.get(i);
            if (tensor instanceof WeightTensor.Floats) {
                int at = i;
                List<float[]> endpoints =
                        task.endpoints().stream().map(set -> values(set, at)).toList();
                float[] ancestor = task.ancestor().map(set -> values(set, at)).orElseGet(() -> new float[0]);
                merged.add(new WeightTensor.Floats(tensor.name(), tensor.dimensions(), merged(i, endpoints, ancestor)));
            } else {
                merged.add(tensor);
            }
        }
        return new WeightSet(merged);
    }

    /** The numbers of a tensor that can be mixed; none of one of whole numbers. */
    static float[] values(WeightSet set, int tensor) {
        return set.tensors().get(tensor) instanceof WeightTensor.Floats floats ? floats.values() : new float[0];
    }

    /** The ancestor of a task that needs one. */
    static WeightSet ancestor(MergeTask task) {
        return task.ancestor()
                .orElseThrow(() -> new IllegalArgumentException("ancestor is missing: what fine-tuning changed is"
                        + " merged\nName the model that all endpoints are copies of."));
    }

    /** The ancestor with a change added to it. */
    static float[] plus(float[] ancestor, double scale, IntToDoubleFunction change) {
        float[] sum = new float[ancestor.length];
        for (int j = 0; j < sum.length; j++) {
            sum[j] = (float) (ancestor[j] + scale * change.applyAsDouble(j));
        }
        return sum;
    }
}
