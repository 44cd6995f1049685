package dev.weir.runtime.cascade;

import dev.weir.api.Labels;
import dev.weir.api.metrics.AverageCost;
import dev.weir.api.metrics.Interval;
import dev.weir.runtime.job.Metrics;
import java.util.Arrays;
import java.util.List;

/**
 * What the user says that stages and mistakes cost, in a unit of their own. Metrics of it stand in a report
 * only where the file says it.
 */
final class UserCosts {

    /** Nothing was said. */
    static final UserCosts NONE = new UserCosts(new double[0], new double[0], List.of());

    private final double[] stages;
    private final double[] alone;
    private final List<List<Double>> losses;

    private UserCosts(double[] stages, double[] alone, List<List<Double>> losses) {
        this.stages = stages;
        this.alone = alone;
        this.losses = losses;
    }

    /** What a checked file says. */
    static UserCosts of(CascadeSettings settings) {
        boolean costs =
                settings.stages().stream().allMatch(stage -> stage.cost().isPresent());
        double[] stages = costs
                ? settings.stages().stream()
                        .mapToDouble(stage -> stage.cost().getAsDouble())
                        .toArray()
                : new double[0];
        return new UserCosts(
                stages, alone(stages, settings.stages()), settings.loss().orElse(List.of()));
    }

    /** What a stage costs when no other is wanted: a later exit of a network is reached through the earlier ones. */
    private static double[] alone(double[] costs, List<StageSettings> stages) {
        double[] alone = costs.clone();
        for (int stage = 0; stage < alone.length; stage++) {
            for (int before = 0; before < stage; before++) {
                boolean isOnTheWay = stages.get(before).exit().isPresent()
                        && stages.get(before).model().equals(stages.get(stage).model());
                alone[stage] += isOnTheWay ? costs[before] : 0;
            }
        }
        return alone;
    }

    boolean hasLoss() {
        return !losses.isEmpty();
    }

    /** What a prediction costs. */
    double loss(int truth, int prediction) {
        return losses.get(truth).get(prediction);
    }

    /** Adds the cost of one stage for one example. */
    void stage(Metrics metrics, int stage) {
        if (stages.length > 0) {
            metrics.put("cost", stages[stage]);
        }
    }

    /** Adds what examples cost on average that only one stage is asked about. */
    void alone(Metrics metrics, int stage) {
        if (stages.length > 0) {
            metrics.put("averageCost", alone[stage]);
        }
    }

    /** Adds what examples cost on average that pay for every stage they reach. */
    void averageCost(Metrics metrics, int[] answered) {
        if (stages.length > 0) {
            AverageCost cost = AverageCost.of(answered, stages);
            metrics.put("averageCost", cost.mean(), cost.interval());
        }
    }

    /** Adds the mean loss of predictions. */
    void averageLoss(Metrics metrics, int[] predictions, Labels labels) {
        if (hasLoss()) {
            double[] rows = new double[predictions.length];
            for (int row = 0; row < rows.length; row++) {
                rows[row] = loss(labels.at(row), predictions[row]);
            }
            averageLoss(metrics, rows);
        }
    }

    /** Adds the mean of the rows' losses. */
    void averageLoss(Metrics metrics, double[] rows) {
        double mean = Arrays.stream(rows).sum() / rows.length;
        double variance =
                Arrays.stream(rows).map(loss -> (loss - mean) * (loss - mean)).sum() / rows.length;
        double most = losses.stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(Double.POSITIVE_INFINITY);
        metrics.put(
                "averageLoss",
                mean,
                Interval.ofMean(mean, variance, rows.length).clipped(0, most));
    }
}
