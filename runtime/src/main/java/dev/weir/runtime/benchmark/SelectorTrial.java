package dev.weir.runtime.benchmark;

import java.util.List;

/**
 * What a selector came to on a target, by trials that are replayed.
 *
 * @param chosen   the candidate; empty where it chose none
 * @param accuracy of the chosen on the test split after all epochs; NaN where it chose none
 * @param regret   the best accuracy less that
 * @param trials   epochs of trials; of a selector that trains none, those of fine-tuning its choice
 * @param proxies  epochs charged for scores
 * @param lost     how the best candidate was lost; empty where it was chosen
 * @param notes    of the selector
 */
record SelectorTrial(
        String name,
        String chosen,
        double accuracy,
        double regret,
        int trials,
        double proxies,
        String lost,
        List<String> notes) {

    double epochs() {
        return trials + proxies;
    }
}
