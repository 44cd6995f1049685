package dev.weir.runtime.cascade;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputTransform;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.split.Extent;
import dev.weir.runtime.split.Seeds;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what the copies of a job's models are trained on, where that is not the job's own train split. */
final class CopyData {
    private final Bound<?> file;
    private final ModelsOfJob settings;
    private final Extent extent;

    CopyData(Bound<?> file, ModelsOfJob settings, Extent extent) {
        this.file = file;
        this.settings = settings;
        this.extent = extent;
    }

    /**
     * The train split of every copy with data of its own, and its validation split where there is one.
     *
     * @param raw    the job's splits as they were read
     * @param job    the job's splits as models see them
     * @param fitted the job's transforms, which the copy's examples go through after the copy's own
     */
    Map<String, Splits> read(Splits raw, Splits job, List<InputTransform> fitted) {
        Map<String, Splits> byCopy = new LinkedHashMap<>();
        for (String name : settings.asked()) {
            ModelSettings copy = settings.model(name);
            copy.data().ifPresent(data -> byCopy.put(name, read(name, copy, data, raw, job, fitted)));
        }
        return byCopy;
    }

    private Splits read(
            String name,
            ModelSettings copy,
            DataSettings data,
            Splits rawJob,
            Splits job,
            List<InputTransform> fitted) {
        String path = "models." + name;
        DataReader reader = new DataReader(file, data, path + ".data", settings.seed(), extent);
        Splits raw = reader.splits(
                copy.splits().or(settings::splits), copy.splits().isPresent() ? path + ".splits" : "splits");
        if (raw.find(SplitName.TRAIN).isEmpty()) {
            throw refused(
                    path + ".data",
                    "there is no train split, from which the copy learns",
                    "Give the copy splits of its own, for example splits: { train: 1 }.");
        }
        requireSameClasses(path, raw, job);
        requireSameDivision(path, copy, data, raw, rawJob);
        Map<SplitName, Examples> kept = new EnumMap<>(SplitName.class);
        for (SplitName split : List.of(SplitName.TRAIN, SplitName.VALIDATION)) {
            raw.find(split).ifPresent(examples -> kept.put(split, examples));
        }
        Splits learned = new Splits(raw.classes(), kept);
        long seed = Seeds.of(settings.seed(), name);
        Splits own = reader.transformed(reader.fitted(learned, seed), learned, seed);
        Splits seen =
                new DataReader(file, settings.data(), "data", settings.seed(), extent).transformed(fitted, own, seed);
        requireSameForm(path, seen, job);
        return seen;
    }

    /** Files of the job are divided as the job's are, so that what a copy learns from is no row of its test split. */
    private void requireSameDivision(String path, ModelSettings copy, DataSettings data, Splits own, Splits job) {
        if (sharesFile(data) && !labels(own).equals(labels(job))) {
            boolean hasSplits = copy.splits().isPresent();
            throw refused(
                    path + (hasSplits ? ".splits" : ".data"),
                    "the copy reads the job's own data and would divide them otherwise",
                    "Its train split would hold examples of the job's test split. "
                            + (hasSplits ? "Leave splits out." : "Read the same rows as the job, or other files."));
        }
    }

    private boolean sharesFile(DataSettings data) {
        return !Collections.disjoint(files(data), files(settings.data()));
    }

    private static Set<Path> files(DataSettings data) {
        return SettingsTree.files(data.source()).stream()
                .map(path -> {
                    try {
                        return path.toRealPath();
                    } catch (IOException e) {
                        return path.toAbsolutePath().normalize();
                    }
                })
                .collect(Collectors.toSet());
    }

    private static Map<SplitName, Labels> labels(Splits splits) {
        return splits.byName().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().labels()));
    }

    private void requireSameClasses(String path, Splits copy, Splits job) {
        int k = job.get(SplitName.TEST).labels().classes();
        int own = copy.get(SplitName.TRAIN).labels().classes();
        boolean areNamed = !job.classes().isEmpty() && !copy.classes().isEmpty();
        boolean differ = areNamed ? !copy.classes().equals(job.classes()) : own > k;
        if (differ) {
            throw refused(
                    path + ".data",
                    "the classes are "
                            + (copy.classes().isEmpty() ? own + " without names" : String.join(", ", copy.classes())),
                    "The job's data have, in this order: "
                            + (job.classes().isEmpty() ? k + " without names" : String.join(", ", job.classes()))
                            + ". State them in the copy's data with classes.");
        }
    }

    private void requireSameForm(String path, Splits copy, Splits job) {
        Inputs own = copy.get(SplitName.TRAIN).inputs();
        Inputs jobs = job.get(SplitName.TEST).inputs();
        if (!form(own).equals(form(jobs))) {
            throw refused(
                    path + ".data",
                    "its inputs are " + form(own) + ", but the model takes " + form(jobs),
                    "Bring them to that form with transforms in the copy's data, such as resize.");
        }
    }

    private static String form(Inputs inputs) {
        return inputs instanceof FloatTensor tensor
                ? "numbers of shape " + Arrays.toString(tensor.shape())
                : inputs.kind();
    }

    private ConfigException refused(String path, String message, String remedy) {
        return new ConfigException(file.problem(path, message, remedy));
    }
}
