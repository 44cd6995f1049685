package dev.weir.api.model;

import dev.weir.api.Labels;
import dev.weir.api.Logits;

/** Mean negative log-probability of the true class; its gradient is {@code (softmax - one-hot) / n}. */
public record CrossEntropy() implements TrainingObjective {

    @Override
    public Loss evaluate(TrainingBlock block) {
        Logits logits = block.logits();
        Labels labels = block.labels();
        int k = logits.classes();
        double value = 0;
        double[] gradient = new double[logits.rows() * k];
        for (int row = 0; row < logits.rows(); row++) {
            int label = labels.at(row);
            int top = logits.argMax(row);
            double max = logits.at(row, top);
            double logOfTop = logits.logSoftmax(row, top, 1);
            value -= logits.at(row, label) - max + logOfTop;
            for (int c = 0; c < k; c++) {
                // not minus logSumExp, in which the digits of the sum are lost beside a large logit
                double probability = Math.exp(logits.at(row, c) - max + logOfTop);
                gradient[row * k + c] = (c == label ? probability - 1 : probability) / block.batchRows();
            }
        }
        return new Loss(value / block.batchRows(), gradient);
    }
}
