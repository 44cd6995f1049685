package dev.weir.runtime.select;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.data.Examples;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * A data set as models see it.
 *
 * @param name    in the file
 * @param splits  its train split cut to as many examples as are used
 * @param digests of the splits
 */
public record DataSet(String name, Splits splits, Map<SplitName, String> digests) {

    public static DataSet of(String name, Splits splits) {
        Map<SplitName, String> digests = new EnumMap<>(SplitName.class);
        splits.byName().forEach((split, examples) -> digests.put(split, Digests.ofExamples(examples)));
        return new DataSet(name, splits, digests);
    }

    public Examples on(SplitName split) {
        return splits.get(split);
    }

    /** The validation split; empty where there is none. */
    public Examples validation() {
        return splits.find(SplitName.VALIDATION)
                .orElseGet(() -> on(SplitName.TRAIN).select(new int[0]));
    }

    /** How many classes there are; without names, as many as the largest label tells. */
    public int classes() {
        return splits.byName().values().stream()
                .mapToInt(examples -> examples.labels().classes())
                .max()
                .orElse(0);
    }

    /** Inputs of its form, and none of them. */
    public Inputs like() {
        return on(SplitName.TRAIN).inputs().select(new int[0]);
    }

    /** The form of its inputs, in words. */
    String form() {
        return like() instanceof FloatTensor tensor
                ? "numbers of shape " + Arrays.toString(tensor.shape())
                : like().kind();
    }

    public String digest(SplitName split) {
        return digests.getOrDefault(split, "");
    }
}
