package dev.weir.runtime.cascade;

import java.util.List;
import java.util.Map;

/**
 * What a cascade answers for {@code n} inputs, in their order.
 *
 * @param classes    the class names, by class index
 * @param models     the stages' model names, by stage
 * @param prediction the class index of each row; -1 for an answer of several tokens that is no class
 * @param confidence the confidence of each answer
 * @param stage      the stage that answered, from 0
 * @param accepted   whether the answer is given; where it is not, the cascade abstains
 * @param macs       multiply-accumulate operations spent on each row; NaN where a stage's are not known
 * @param cost       what the stages that were asked cost for each row, in the unit of the job's {@code cost}; NaN where
 *                   the job states none
 * @param others     what the answers read as that are no class, by row
 */
@SuppressWarnings("ArrayRecordComponent") // columns of a table, compared by nobody
public record Predictions(
        List<String> classes,
        List<String> models,
        int[] prediction,
        double[] confidence,
        int[] stage,
        boolean[] accepted,
        double[] macs,
        double[] cost,
        Map<Integer, String> others) {

    public int rows() {
        return prediction.length;
    }

    /** The name of the class predicted for a row; of an answer that is no class, what it reads as. */
    public String className(int row) {
        return prediction[row] < 0 ? others.getOrDefault(row, "") : classes.get(prediction[row]);
    }

    /** The name of the model that answered a row. */
    public String modelName(int row) {
        return models.get(stage[row]);
    }
}
