package dev.weir.plugins.twophase;

import dev.weir.plugins.twophase.Tournament.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Drops a candidate that one and the same other betters twice: by its accuracy now, and by the accuracy that its
 * histories foretell, by more than a threshold. Then it halves those that began the round, so that it is never slower
 * than successive halving. The candidate with the highest accuracy always stays.
 *
 * @param threshold by how much the foretold accuracy must be higher; at least 0
 * @see <a href="https://arxiv.org/abs/2404.00069">Two-phase recall-and-select, 2024</a>
 */
record TrendFilter(Trends trends, double threshold) implements Tournament.Dropping {

    @Override
    public Map<String, String> dropped(List<Standing> standing, int epoch, int began, Map<String, Double> predictions) {
        for (Standing one : standing) {
            trends.predicted(one.name(), epoch, one.value())
                    .ifPresent(predicted -> predictions.put(one.name(), predicted));
        }
        Map<String, String> dropped = new LinkedHashMap<>();
        List<Standing> lowestFirst = new ArrayList<>(standing);
        lowestFirst.sort(Comparator.comparingDouble(Standing::value).thenComparingInt(one -> -one.rank()));
        for (Standing one : lowestFirst) {
            better(one, standing, dropped, predictions)
                    .ifPresent(other -> dropped.put(
                            one.name(),
                            String.format(
                                    Locale.ROOT,
                                    "'%s' is better now (%.4f to %.4f) and foretold to end better (%.4f to %.4f)",
                                    other.name(),
                                    other.value(),
                                    one.value(),
                                    predictions.get(other.name()),
                                    predictions.get(one.name()))));
        }
        List<Standing> left = standing.stream()
                .filter(one -> !dropped.containsKey(one.name()))
                .toList();
        dropped.putAll(new Halving(2).dropped(left, began));
        return dropped;
    }

    /** Of those that are left and better now, the one with the highest prediction, where it is higher enough. */
    private Optional<Standing> better(
            Standing one, List<Standing> standing, Map<String, String> dropped, Map<String, Double> predictions) {
        Double own = predictions.get(one.name());
        if (own == null) {
            return Optional.empty();
        }
        return standing.stream()
                .filter(other -> !dropped.containsKey(other.name())
                        && other.value() > one.value()
                        && predictions.containsKey(other.name()))
                .max(Comparator.comparingDouble((Standing other) -> predictions.getOrDefault(other.name(), 0.0))
                        .thenComparingInt(other -> -other.rank()))
                .filter(other -> own < predictions.getOrDefault(other.name(), 0.0) - threshold);
    }
}
