package dev.weir.plugins.merging;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Paper;
import dev.weir.api.interpolation.MergeTask;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.api.model.WeightSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * The mean of the endpoints that help: from the best on the validation split downwards, each is kept when the mean
 * with it answers that split better than the best mean before. Endpoints of equal accuracy are tried in their order.
 *
 * @param keepEqual whether one that changes nothing is kept too, as the paper says; the authors' program does not
 * @see <a href="https://arxiv.org/abs/2203.05482">Wortsman et al., Model soups, ICML 2022, algorithm 1</a>
 */
@Extension
@Name("greedy-soup")
@Doc("the mean of the endpoints that make it better on the validation split")
@Paper("Wortsman et al., Model soups, ICML 2022, algorithm 1, https://arxiv.org/abs/2203.05482")
public record GreedySoup(
        @Default("false")
        @Doc("whether an endpoint is kept with which the soup is as good as without it: the paper says so, the"
                + " authors' program does not")
        boolean keepEqual)
        implements WeightMerge {

    @Override
    public boolean needsAccuracy() {
        return true;
    }

    @Override
    public WeightSet merge(MergeTask task) {
        ToDoubleFunction<WeightSet> accuracy = task.accuracy()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no validation split, on which a greedy soup chooses\nGive validation a share."));
        List<WeightSet> endpoints = task.endpoints();
        double[] alone = endpoints.stream().mapToDouble(accuracy).toArray();
        List<Integer> order = IntStream.range(0, alone.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -alone[i]))
                .toList();
        List<WeightSet> kept = new ArrayList<>(List.of(endpoints.get(order.get(0))));
        WeightSet soup = Soup.mean(kept);
        double best = alone[order.get(0)];
        for (int i : order.subList(1, order.size())) {
            List<WeightSet> more = new ArrayList<>(kept);
            more.add(endpoints.get(i));
            WeightSet mean = Soup.mean(more);
            double reached = accuracy.applyAsDouble(mean);
            if (reached > best || (keepEqual && reached == best)) {
                kept = more;
                soup = mean;
                best = reached;
            }
        }
        return soup;
    }
}
