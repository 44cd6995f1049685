package dev.weir.runtime.select;

import dev.weir.api.Labels;
import dev.weir.api.data.Examples;
import dev.weir.runtime.cascade.DataReader;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.split.Extent;
import dev.weir.runtime.split.Seeds;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import dev.weir.runtime.split.Splitter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Reads the data sets of a job, one after the other, and keeps of each only what is used. */
public final class DataSets {
    private final Bound<?> file;
    private final Extent extent;
    private final long seed;
    private final Map<String, DataSetSettings> sources;
    private final Map<String, DataSetSettings> targets;
    private final Map<String, Map<SplitName, Labels>> divisions = new TreeMap<>();

    /**
     * Data sets.
     *
     * @param seed    the job's
     * @param sources by name, under the key {@code sources}
     * @param targets by name, under the key {@code targets}
     */
    public DataSets(
            Bound<?> file,
            Extent extent,
            long seed,
            Map<String, DataSetSettings> sources,
            Map<String, DataSetSettings> targets) {
        this.file = file;
        this.extent = extent;
        this.seed = seed;
        this.sources = sources;
        this.targets = targets;
    }

    /** The sources by name. */
    public Map<String, DataSet> sources() {
        return read("sources", sources, List.of(SplitName.TRAIN, SplitName.TEST));
    }

    /** The targets by name. */
    public Map<String, DataSet> targets() {
        return read("targets", targets, List.of(SplitName.TRAIN, SplitName.VALIDATION, SplitName.TEST));
    }

    private Map<String, DataSet> read(String key, Map<String, DataSetSettings> settings, List<SplitName> needed) {
        Map<String, DataSet> read = new TreeMap<>();
        settings.forEach((name, of) -> read.put(name, read(key + "." + name, name, of, needed)));
        return read;
    }

    private DataSet read(String path, String name, DataSetSettings settings, List<SplitName> needed) {
        DataReader reader = new DataReader(file, settings.data(), path + ".data", seed, extent);
        Splits raw = reader.splits(settings.splits(), path + ".splits");
        for (SplitName split : needed) {
            if (raw.find(split).isEmpty()) {
                throw refused(
                        path + ".splits",
                        "there is no " + split.key() + " split",
                        "A " + (path.startsWith("sources.") ? "source" : "target") + " needs the splits "
                                + String.join(
                                        ", ",
                                        needed.stream().map(SplitName::key).toList())
                                + ": give " + split.key() + " a share.");
            }
        }
        requireSameDivision(path, settings, raw);
        Map<SplitName, Examples> used = new EnumMap<>(SplitName.class);
        for (SplitName split : List.of(SplitName.TRAIN, SplitName.VALIDATION, SplitName.TEST)) {
            raw.find(split).ifPresent(examples -> used.put(split, examples));
        }
        used.put(SplitName.TRAIN, cut(path + ".examples", name, settings.examples(), raw));
        Splits splits = new Splits(raw.classes(), used);
        long ofTransforms = Seeds.of(seed, name);
        Splits seen = reader.transformed(reader.fitted(splits, ofTransforms), splits, ofTransforms);
        requireClasses(file, path, seen);
        return DataSet.of(name, seen);
    }

    /** Refuses answers of several tokens. */
    static void requireClasses(Bound<?> file, String path, Splits splits) {
        if (splits.get(SplitName.TRAIN).labels().answers().isPresent()) {
            throw new ConfigException(file.problem(
                    path,
                    "the labels are answers of several tokens",
                    "Candidates are compared on examples of one class each: give labels n, and leave tokens out of the"
                            + " transforms."));
        }
    }

    /**
     * The examples of the train split that are learned from, each class in proportion.
     *
     * @param path of the key that asks for them
     */
    Examples cut(String path, String name, OptionalInt examples, Splits raw) {
        Examples train = raw.get(SplitName.TRAIN);
        if (examples.isEmpty()) {
            return train;
        }
        int wanted = extent.of(examples.getAsInt(), train.labels().classes());
        if (wanted > train.size()) {
            if (extent == Extent.QUICK) {
                return train;
            }
            throw refused(
                    path,
                    "asks for " + wanted + " of the " + train.size() + " examples of the train split",
                    "Ask for fewer, or leave examples out for all of them.");
        }
        SplittableRandom random = new SplittableRandom(Seeds.of(seed, "examples of " + name));
        double share = (double) wanted / train.size();
        Examples few = train.select(Splitter.divide(train.labels(), new double[] {share}, random)[0]);
        int[] all = train.labels().counts();
        int[] left = few.labels().counts();
        for (int k = 0; k < all.length; k++) {
            if (all[k] > 0 && left[k] == 0) {
                if (extent == Extent.QUICK) {
                    return train;
                }
                throw refused(
                        path,
                        wanted + " examples in proportion leave none of the class '"
                                + (raw.classes().isEmpty()
                                        ? String.valueOf(k)
                                        : raw.classes().get(k)) + "'",
                        "Ask for more.");
            }
        }
        return few;
    }

    /**
     * What two data sets read from one file they divide alike, so that no example that a candidate learned from
     * stands in a test split under another transform.
     */
    private void requireSameDivision(String path, DataSetSettings settings, Splits raw) {
        Map<SplitName, Labels> own = new EnumMap<>(SplitName.class);
        raw.byName().forEach((name, examples) -> own.put(name, examples.labels()));
        for (Map.Entry<String, Map<SplitName, Labels>> earlier : divisions.entrySet()) {
            if (sharesFile(settings, earlier.getKey()) && !earlier.getValue().equals(own)) {
                throw refused(
                        path + ".splits",
                        "divides a file otherwise than " + earlier.getKey() + ", which reads it too",
                        "Its test split would hold examples that candidates learned from: give both the same splits.");
            }
        }
        divisions.put(path, own);
    }

    private boolean sharesFile(DataSetSettings settings, String path) {
        Map<String, DataSetSettings> group = path.startsWith("sources.") ? sources : targets;
        DataSetSettings other = group.get(path.substring(path.indexOf('.') + 1));
        return other != null && !Collections.disjoint(files(settings), files(other));
    }

    private static Set<Path> files(DataSetSettings settings) {
        Set<Path> files = new HashSet<>();
        SettingsTree.files(settings.data().source())
                .forEach(path -> files.add(path.toAbsolutePath().normalize()));
        return files;
    }

    private ConfigException refused(String path, String message, String remedy) {
        return new ConfigException(file.problem(path, message, remedy));
    }
}
