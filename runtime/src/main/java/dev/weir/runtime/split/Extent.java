package dev.weir.runtime.split;

import dev.weir.api.data.Examples;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** How much of its data a run uses. */
public enum Extent {
    /** All of it. */
    WHOLE,

    /**
     * 2% of the rows of each class, and two of each where a split has them: enough to see that a job works.
     * Rows are taken of each split, so a row stays in the split that it is in when the job runs on all of them.
     */
    QUICK;

    private static final double SHARE = 0.02;
    private static final int AT_LEAST = 2;

    /** What a run of this extent uses of a job's splits. */
    public Splits of(Splits splits, long seed) {
        if (this == WHOLE) {
            return splits;
        }
        Map<SplitName, Examples> some = new EnumMap<>(SplitName.class);
        splits.byName()
                .forEach((name, examples) ->
                        some.put(name, some(examples, new SplittableRandom(Seeds.of(seed, "quick " + name.key())))));
        return new Splits(splits.classes(), some);
    }

    /** How many examples a run of this extent takes where so many are asked for, of so many classes. */
    public int of(int examples, int classes) {
        return this == WHOLE ? examples : (int) Math.max((long) AT_LEAST * classes, Math.round(SHARE * examples));
    }

    private static Examples some(Examples examples, SplittableRandom random) {
        IntStream rows = IntStream.empty();
        for (int[] ofClass : Splitter.rowsByClass(examples.labels())) {
            Splitter.shuffle(ofClass, random);
            long wanted = Math.max(AT_LEAST, Math.round(SHARE * ofClass.length));
            rows = IntStream.concat(rows, Arrays.stream(ofClass).limit(wanted));
        }
        return examples.select(rows.sorted().toArray());
    }
}
