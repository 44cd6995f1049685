package dev.weir.api.metrics;

/**
 * What an example costs on average when each example pays for every stage it reaches.
 *
 * @param mean     in the unit of the stages' costs
 * @param variance of the examples' costs
 * @param examples at least 1
 * @param least    what an example costs that the first stage answers
 * @param most     what an example costs that reaches every stage
 */
public record AverageCost(double mean, double variance, int examples, double least, double most) {

    /**
     * The average over examples.
     *
     * @param answered how many examples each stage answered, first stage first; at least one in all
     * @param cost     what running each stage costs for one example; each at least 0
     */
    public static AverageCost of(int[] answered, double[] cost) {
        int examples = 0;
        double mean = 0;
        double squares = 0;
        double paid = 0;
        for (int stage = 0; stage < answered.length; stage++) {
            paid += cost[stage];
            if (answered[stage] > 0) {
                examples += answered[stage];
                double delta = paid - mean; // Welford's update: exact where all examples cost the same
                mean += delta * ((double) answered[stage] / examples);
                squares += answered[stage] * delta * (paid - mean);
            }
        }
        return new AverageCost(mean, squares / examples, examples, cost[0], paid);
    }

    /** The normal interval of the mean, as far as it is possible. */
    public Interval interval() {
        return Interval.ofMean(mean, variance, examples).clipped(least, most);
    }
}
