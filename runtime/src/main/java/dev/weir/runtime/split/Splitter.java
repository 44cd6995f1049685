package dev.weir.runtime.split;

import dev.weir.api.Labels;
import dev.weir.api.RecordedRows;
import dev.weir.api.data.Examples;
import dev.weir.api.data.Parts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Divides parts into splits, stratified by class and seeded: examples are taken class by class, then each
 * split is shuffled, so that no order of the source comes through.
 */
public final class Splitter {
    private Splitter() {}

    /** A mistake in {@code splits}, with the split that it concerns. */
    public static final class SplitException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String path;

        SplitException(String path, String message) {
            super(message);
            this.path = path;
        }

        /** The YAML path. */
        public String path() {
            return path;
        }

        /** What is wrong. */
        public String summary() {
            return text().split("\n", 2)[0];
        }

        /** What to write instead. */
        public String remedy() {
            return text().substring(summary().length()).strip();
        }

        private String text() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Divides the parts as the settings say; without settings the parts are the splits.
     *
     * @throws SplitException when the settings do not fit the parts; its second line is the remedy
     */
    public static Splits split(Parts parts, Map<SplitName, SplitShare> shares, long seed) {
        Map<SplitName, Examples> splits = shares.isEmpty() ? given(parts) : divided(parts, shares, seed);
        splits.forEach((name, examples) -> {
            boolean sized = !(examples.inputs() instanceof RecordedRows rows && rows.isWhole());
            if (sized && examples.size() == 0) {
                throw new SplitException("splits." + name.key(), "the split has no example\nGive it a larger share.");
            }
        });
        requireKnownClasses(parts, splits);
        return new Splits(parts.classes(), splits);
    }

    private static Map<SplitName, Examples> given(Parts parts) {
        Map<SplitName, Examples> splits = new EnumMap<>(SplitName.class);
        for (SplitName name : SplitName.values()) {
            Examples part = parts.byName().get(name.key());
            if (part != null) {
                splits.put(name, part);
            }
        }
        if (splits.isEmpty()) {
            throw new SplitException(
                    "splits",
                    "the parts of the source are no splits: " + names(parts)
                            + "\nDivide them, for example splits: { train: 0.5, validation: 0.1, calibration: 0.2, test: 0.2 }.");
        }
        return splits;
    }

    private static Map<SplitName, Examples> divided(Parts parts, Map<SplitName, SplitShare> shares, long seed) {
        Map<String, Map<SplitName, Double>> takes = new LinkedHashMap<>();
        Map<SplitName, String> whole = new EnumMap<>(SplitName.class);
        shares.forEach((name, share) -> {
            if (share.isGiven()) {
                whole.put(name, part(parts, name.key(), name));
            } else {
                takes.computeIfAbsent(from(parts, name, share), part -> new EnumMap<>(SplitName.class))
                        .put(name, share.value());
            }
        });
        // What is left of a part that others take from is the split of its own name.
        for (SplitName name : SplitName.values()) {
            if (takes.containsKey(name.key()) && !shares.containsKey(name)) {
                whole.put(name, name.key());
            }
        }
        Map<SplitName, Examples> splits = new EnumMap<>(SplitName.class);
        takes.forEach((part, taken) -> {
            Examples examples = examples(parts, part);
            double sum =
                    taken.values().stream().mapToDouble(Double::doubleValue).sum();
            if (sum > 1 + 1e-9) {
                throw new SplitException(
                        "splits",
                        "the shares of part '" + part + "' sum to " + (float) sum
                                + "\nShares of one part sum to at most 1; what is left is not used.");
            }
            int[][] rows = divide(
                    examples.labels(),
                    taken.values().stream().mapToDouble(Double::doubleValue).toArray(),
                    new SplittableRandom(Seeds.of(seed, "split " + part)));
            int i = 0;
            for (SplitName name : taken.keySet()) {
                splits.put(name, examples.select(rows[i++]));
            }
            int[] rest = rows[i];
            whole.forEach((name, of) -> {
                if (of.equals(part)) {
                    splits.put(name, examples.select(rest));
                }
            });
        });
        whole.forEach((name, part) -> splits.computeIfAbsent(name, absent -> examples(parts, part)));
        return splits;
    }

    private static Examples examples(Parts parts, String part) {
        Examples examples = parts.byName().get(part);
        if (examples == null) {
            throw new IllegalStateException("no part " + part);
        }
        return examples;
    }

    private static String from(Parts parts, SplitName name, SplitShare share) {
        if (share.from().isPresent()) {
            return part(parts, share.from().get(), name);
        }
        if (parts.byName().size() == 1) {
            return parts.byName().keySet().iterator().next();
        }
        throw new SplitException(
                "splits." + name.key(),
                "the source has several parts: " + names(parts) + "\nSay which: " + name.key()
                        + ": { from: PART, share: " + share.share() + " }, or given.");
    }

    private static String part(Parts parts, String part, SplitName name) {
        if (!parts.byName().containsKey(part)) {
            throw new SplitException(
                    "splits." + name.key(), "the source has no part '" + part + "'\nIt has: " + names(parts) + ".");
        }
        return part;
    }

    private static String names(Parts parts) {
        return String.join(", ", parts.byName().keySet());
    }

    /**
     * Rows for each share and, last, the rows that none takes. Each class is divided by largest remainders;
     * what rounding owes a share is carried to the next class, so that sizes are right in all.
     */
    public static int[][] divide(Labels labels, double[] shares, SplittableRandom random) {
        int splits = shares.length + 1;
        double[] all = Arrays.copyOf(shares, splits);
        all[shares.length] = Math.max(0, 1 - Arrays.stream(shares).sum());
        if (all[shares.length] < 1e-9) {
            all[shares.length] = 0;
        }
        List<List<Integer>> taken = new ArrayList<>();
        IntStream.range(0, splits).forEach(split -> taken.add(new ArrayList<>()));
        double[] owed = new double[splits];
        for (int[] rows : rowsByClass(labels)) {
            shuffle(rows, random);
            int[] counts = apportion(rows.length, all, owed);
            int next = 0;
            for (int split = 0; split < splits; split++) {
                for (int i = 0; i < counts[split]; i++) {
                    taken.get(split).add(rows[next++]);
                }
            }
        }
        int[][] divided = new int[splits][];
        for (int split = 0; split < splits; split++) {
            divided[split] =
                    taken.get(split).stream().mapToInt(Integer::intValue).toArray();
            shuffle(divided[split], random);
        }
        return divided;
    }

    private static int[] apportion(int n, double[] shares, double[] owed) {
        int[] counts = new int[shares.length];
        double[] quotas = new double[shares.length];
        int left = n;
        for (int i = 0; i < shares.length; i++) {
            quotas[i] = shares[i] * n + owed[i];
            counts[i] = Math.max(0, Math.min(left, (int) Math.floor(quotas[i] + 1e-9)));
            left -= counts[i];
        }
        for (; left > 0; left--) {
            int most = 0;
            for (int i = 1; i < shares.length; i++) {
                if (quotas[i] - counts[i] > quotas[most] - counts[most] + 1e-9) {
                    most = i;
                }
            }
            counts[most]++;
        }
        for (int i = 0; i < shares.length; i++) {
            owed[i] = quotas[i] - counts[i];
        }
        return counts;
    }

    static int[][] rowsByClass(Labels labels) {
        int[] counts = labels.counts();
        int[][] rows = new int[counts.length][];
        for (int k = 0; k < counts.length; k++) {
            rows[k] = new int[counts[k]];
        }
        int[] next = new int[counts.length];
        for (int row = 0; row < labels.size(); row++) {
            int k = labels.at(row);
            rows[k][next[k]++] = row;
        }
        return rows;
    }

    static void shuffle(int[] rows, SplittableRandom random) {
        for (int i = rows.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = rows[i];
            rows[i] = rows[j];
            rows[j] = swapped;
        }
    }

    private static void requireKnownClasses(Parts parts, Map<SplitName, Examples> splits) {
        Examples train = splits.get(SplitName.TRAIN);
        if (train == null || train.labels().answers().isPresent()) {
            return; // a model that answers token by token can write what it has never seen as a whole
        }
        int[] seen = train.labels().counts();
        splits.forEach((name, examples) -> {
            int[] counts =
                    name == SplitName.OOD ? new int[0] : examples.labels().counts();
            for (int k = 0; k < counts.length; k++) {
                if (counts[k] > 0 && seen[k] == 0) {
                    throw new SplitException(
                            "splits." + name.key(),
                            "the class '"
                                    + (parts.classes().isEmpty()
                                            ? String.valueOf(k)
                                            : parts.classes().get(k)) + "' has "
                                    + counts[k] + (counts[k] == 1 ? " example" : " examples") + " in the split "
                                    + name.key()
                                    + " and none in train\nNo model can learn it: take it out of the data, or give train an example of it.");
                }
            }
        });
    }
}
