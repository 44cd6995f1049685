package dev.weir.runtime.benchmark;

import dev.weir.api.metrics.Interval;
import dev.weir.api.selection.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Judges scores by the accuracies of the same candidates on one target, with 95% bootstrap intervals.
 *
 * <p>A replicate differs from the scores on all examples as one random half of them differs from the mean half: drawing
 * half without replacement varies as much as drawing all anew. For a correlation it takes, besides, other candidates of
 * such a zoo: as many as there are, drawn with replacement, the same for all scores. Regrets and picks are of this very
 * zoo, so only the examples are drawn anew; what looks at no example has no interval there.
 */
final class Judge {
    private static final int REPLICATES = 1000;

    private final double[] accuracies;
    private final int draws;
    private final long seed;

    /**
     * A judge of scores on one target.
     *
     * @param accuracies by candidate; at least one
     * @param draws      how many halves scores were computed on
     */
    Judge(double[] accuracies, int draws, long seed) {
        this.accuracies = accuracies;
        this.draws = draws;
        this.seed = seed;
    }

    /**
     * What a score is worth.
     *
     * @param values  by candidate; NaN where there is none
     * @param byDraw  the same on each half, by draw; empty where nothing was drawn
     * @param without why there are no draws
     */
    Map<Measure, Estimate> of(double[] values, double[][] byDraw, String without) {
        Agreement agreement = Agreement.of(values, accuracies);
        List<Agreement> ofSamples = new ArrayList<>();
        List<Agreement> ofZoo = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = means(byDraw);
        double widening = Math.sqrt(draws / (draws - 1.0)); // draws vary less around their own mean
        for (int replicate = 0; replicate < REPLICATES; replicate++) {
            int draw = random.nextInt(draws);
            double[] drawn = byDraw.length == 0
                    ? values
                    : IntStream.range(0, values.length)
                            .mapToDouble(i -> values[i] + widening * (byDraw[draw][i] - means[i]))
                            .toArray();
            int[] sample = random.ints(values.length, 0, values.length).sorted().toArray();
            ofSamples.add(Agreement.of(pick(drawn, sample), pick(accuracies, sample)));
            ofZoo.add(Agreement.of(drawn, accuracies));
        }
        Map<Measure, Estimate> judged = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            OptionalDouble value = measure.of(agreement);
            if (measure.isCorrelation() || byDraw.length > 0) {
                judged.put(measure, estimate(value, known(measure, measure.isCorrelation() ? ofSamples : ofZoo)));
            } else {
                judged.put(measure, Estimate.withoutInterval(value.orElseThrow(), without));
            }
        }
        return judged;
    }

    /** What chance alone is worth: means over random orders, and between which values 95% of them lie. */
    Map<Measure, Estimate> ofChance() {
        SplittableRandom random = new SplittableRandom(seed);
        List<Agreement> ofOrders = new ArrayList<>();
        for (int order = 0; order < REPLICATES; order++) {
            ofOrders.add(Agreement.of(random.doubles(accuracies.length).toArray(), accuracies));
        }
        Map<Measure, Estimate> judged = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            double[] known = known(measure, ofOrders);
            judged.put(measure, estimate(Arrays.stream(known).average(), known));
        }
        return judged;
    }

    private static Estimate estimate(OptionalDouble value, double[] replicates) {
        if (value.isEmpty()) {
            return Estimate.none("the values or the accuracies of the candidates do not differ");
        }
        return replicates.length < REPLICATES / 2
                ? Estimate.withoutInterval(value.getAsDouble(), "most samples of so few candidates have no correlation")
                : Estimate.of(value.getAsDouble(), Interval.ofBootstrap(replicates));
    }

    private static double[] known(Measure measure, List<Agreement> replicates) {
        return replicates.stream()
                .map(measure::of)
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
    }

    private static double[] means(double[][] byDraw) {
        double[] means = new double[byDraw.length == 0 ? 0 : byDraw[0].length];
        for (double[] draw : byDraw) {
            for (int i = 0; i < means.length; i++) {
                means[i] += draw[i] / byDraw.length;
            }
        }
        return means;
    }

    private static double[] pick(double[] of, int[] sample) {
        return IntStream.of(sample).mapToDouble(i -> of[i]).toArray();
    }
}
