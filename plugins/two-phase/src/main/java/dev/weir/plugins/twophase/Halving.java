package dev.weir.plugins.twophase;

import dev.weir.plugins.twophase.Tournament.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Drops the lowest until a part of those that began the round is left, at least one. Of equal ones the one that began
 * later is dropped.
 *
 * @param eta one in so many stays; at least 2
 */
record Halving(int eta) implements Tournament.Dropping {

    @Override
    public Map<String, String> dropped(List<Standing> standing, int epoch, int began, Map<String, Double> predictions) {
        return dropped(standing, began);
    }

    /** What is dropped of those that are left, when so many began the round. */
    Map<String, String> dropped(List<Standing> left, int began) {
        int stay = Math.max(1, began / eta);
        List<Standing> lowestFirst = new ArrayList<>(left);
        lowestFirst.sort(Comparator.comparingDouble(Standing::value).thenComparingInt(one -> -one.rank()));
        Map<String, String> dropped = new LinkedHashMap<>();
        for (int i = 0; i < left.size() - stay; i++) {
            dropped.put(
                    lowestFirst.get(i).name(),
                    "not among the best " + stay + " of the " + began + " that began the round");
        }
        return dropped;
    }
}
