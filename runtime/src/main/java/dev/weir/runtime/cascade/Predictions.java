package dev.weir.runtime.cascade;

import java.util.List;

/**
 * What a cascade answers for {@code n} inputs, in their order.
 *
 * @param classes    the class names, by class index
 * @param models     the stages' model names, by stage
 * @param prediction the class index of each row
 * @param confidence the confidence of each answer
 * @param stage      the stage that answered, from 0
 * @param accepted   whether the answer is given; where it is not, the cascade abstains
 * @param macs       multiply-accumulate operations spent on each row; NaN where a stage's are not known
 * @param cost       what the stages that were asked cost for each row, in the unit of the job's {@code cost}; NaN where
 *                   the job states none
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
        double[] cost) {

    public int rows() {
        return prediction.length;
    }

    /** The name of the class predicted for a row. */
    public String className(int row) {
        return classes.get(prediction[row]);
    }

    /** The name of the model that answered a row. */
    public String modelName(int row) {
        return models.get(stage[row]);
    }
}
