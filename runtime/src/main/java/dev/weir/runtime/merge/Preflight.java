package dev.weir.runtime.merge;

import dev.weir.api.interpolation.Combination;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.api.interpolation.Mix;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.api.model.TensorFileHeader.Entry;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Finds everything that is wrong with a merge before a byte is written: what its settings demand of each other, and,
 * with a look at every number, what the files are. What may be meant is a warning.
 */
final class Preflight {
    /** How PyTorch, Keras and Flax name the statistics of batch normalization. */
    private static final Pattern STATISTICS = Pattern.compile(
            "(.*[./_])?(running_mean|running_var|moving_mean|moving_variance)(:0)?|(.*[./])?batch_stats[./].*");

    /** Fine-tuning hardly changes the length of a network's weights. */
    private static final double FAR = 2;

    private static final int NAMED = 5;

    private static final long MEGABYTE = 1 << 20;

    /** What everything but the weights takes, measured with a little to spare. */
    private static final double OF_THE_PROGRAM = 24e6;

    private final Bound<MergeSettings> file;
    private final MergeSettings settings;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final List<Parent> parents = new ArrayList<>();

    Preflight(Bound<MergeSettings> file) {
        this.file = file;
        this.settings = file.value();
    }

    /**
     * What was found.
     *
     * @param parents  the endpoints, and the ancestor behind them where there is one
     * @param warnings what may be meant
     */
    record Found(List<Parent> parents, List<Problem> warnings) {}

    /**
     * Looks.
     *
     * @throws ConfigException with everything that is wrong
     */
    Found look() {
        names();
        merge();
        for (int i = 0; i < settings.endpoints().size(); i++) {
            open("endpoints[" + i + "]", settings.endpoints().get(i));
        }
        settings.ancestor().ifPresent(path -> open("ancestor", path));
        parents.forEach(this::contents);
        if (!parents.isEmpty()) {
            parents.subList(1, parents.size()).forEach(this::likeness);
        }
        if (problems.isEmpty()) {
            memory();
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems.stream().distinct().toList());
        }
        kinship();
        return new Found(List.copyOf(parents), List.copyOf(warnings));
    }

    private void names() {
        List<Path> paths = Stream.concat(settings.endpoints().stream(), settings.ancestor().stream())
                .map(path -> path.toAbsolutePath().normalize())
                .toList();
        for (int i = 0; i < paths.size(); i++) {
            int first = paths.indexOf(paths.get(i));
            if (first < i) {
                boolean isAncestor = i == settings.endpoints().size();
                problem(
                        isAncestor ? "ancestor" : "endpoints[" + i + "]",
                        isAncestor ? "is endpoints[" + first + "] too" : "stands here twice",
                        isAncestor
                                ? "What fine-tuning changed of it would be nothing: name the weights before fine-tuning."
                                : "Name each endpoint once.");
            }
        }
    }

    private void merge() {
        Combination merge = settings.merge();
        int count = settings.endpoints().size();
        String refusal = "";
        if (merge instanceof WeightMerge of) {
            if (of.needsAccuracy()) {
                refusal = "chooses by how well weights answer, and files answer nothing\nTake it as one of the"
                        + " baselines of job: interpolate, which has data; or take another merge.";
            } else if (of.needsAncestor() && settings.ancestor().isEmpty()) {
                refusal = "merges what fine-tuning changed, and there is no ancestor\nName the file that all endpoints"
                        + " were fine-tuned from with ancestor.";
            } else if (count < of.least() || count > of.most()) {
                refusal = "takes "
                        + (of.least() == of.most() ? "" : count < of.least() ? "at least " : "at most ")
                        + (count < of.least() ? of.least() : of.most()) + " endpoints, got " + count
                        + "\nTake another merge, or " + (count < of.least() ? "more" : "fewer") + " endpoints.";
            }
        } else {
            Optional<Mix> fixed = merge instanceof Interpolator of ? of.fixed() : Optional.empty();
            if (fixed.isEmpty()) {
                refusal = "chooses the mix by data, and files of weights have none\nTake it as the interpolator of"
                        + " job: interpolate; or a merge, or static with a coefficient.";
            } else if (fixed.get().coefficients().size() != count) {
                refusal = "mixes " + fixed.get().coefficients().size() + " endpoints, got " + count
                        + "\nName as many, or take a merge such as soup.";
            }
        }
        if (!refusal.isEmpty()) {
            problems.add(file.problem(merge, refusal));
        }
        boolean isUsed = merge instanceof WeightMerge of && of.needsAncestor();
        if (settings.ancestor().isPresent() && !isUsed) {
            warn("ancestor", "is compared with the endpoints, and not used by this merge", "");
        }
    }

    private void open(String key, Path path) {
        try {
            parents.add(Parent.of(key, new WeightFile(path)));
        } catch (IllegalArgumentException e) {
            Path folder = Path.of(file.file()).toAbsolutePath().resolve("..");
            problems.add(file.told(key, file.nameFrom(folder, path) + ": " + e.getMessage()));
        } catch (IOException e) {
            problem(key, "cannot be read: " + e, "");
        }
    }

    /** What a file may not hold, whatever the others do. */
    private void contents(Parent parent) {
        List<Entry> entries = parent.file().header().entries();
        if (entries.stream().allMatch(entry -> entry.kind().isWhole())) {
            problem(
                    parent.key(),
                    "holds no weights" + (entries.isEmpty() ? ": it has no tensors" : ", only whole numbers: ")
                            + named(entries.stream()
                                    .map(entry -> entry + " of " + entry.kind())
                                    .toList()),
                    "Name a safetensors file of weights in F32, F16 or BF16.");
        }
        tell(
                parent.key(),
                "holds numbers that cannot be mixed without a loss: ",
                entries.stream()
                        .filter(entry ->
                                !entry.kind().isFloats() && !entry.kind().isWhole())
                        .map(entry -> entry + " of " + entry.kind())
                        .toList(),
                "Write them as F32, F16 or BF16: in PyTorch, take float() of each tensor before save_file.");
        tell(
                parent.key(),
                "holds numbers that are not finite: ",
                entries.stream()
                        .flatMap(entry ->
                                parent.look(entry.name()).notFinite().stream().map(value -> entry + " (" + value + ")"))
                        .toList(),
                "Take a checkpoint from before its training went astray, or write the file anew.");
        tell(
                parent.key(),
                "has statistics of batch normalization: ",
                entries.stream()
                        .filter(entry -> STATISTICS.matcher(entry.name()).matches())
                        .map(Entry::toString)
                        .toList(),
                "A merged network has others, which only running it on data can tell, and a file cannot be run: fold these"
                        + " layers into the ones before them first.");
    }

    /** What may not differ from the first file. */
    private void likeness(Parent parent) {
        Parent first = parents.get(0);
        String of = first.key();
        List<Entry> missing = first.file().header().entries().stream()
                .filter(entry -> parent.file().find(entry.name()).isEmpty())
                .toList();
        List<Entry> more = parent.file().header().entries().stream()
                .filter(entry -> first.file().find(entry.name()).isEmpty())
                .toList();
        tell(
                parent.key(),
                "lacks tensors of " + of + ": ",
                missing.stream().map(Entry::toString).toList(),
                remedy(first, missing, of));
        tell(
                parent.key(),
                "has tensors that " + of + " lacks: ",
                more.stream().map(Entry::toString).toList(),
                remedy(parent, more, parent.key()));
        tell(
                parent.key(),
                "has other dimensions than " + of + ": ",
                differing(parent, (mine, theirs) -> !mine.dimensions().equals(theirs.dimensions()))
                        .map(mine -> mine + " instead of "
                                + first.file().find(mine.name()).orElseThrow().dimensions())
                        .toList(),
                "All files must hold weights of one network.");
        tell(
                parent.key(),
                "has other kinds of numbers than " + of + ": ",
                differing(parent, (mine, theirs) -> mine.kind() != theirs.kind())
                        .map(mine -> mine + " of " + mine.kind() + " instead of "
                                + first.file().find(mine.name()).orElseThrow().kind())
                        .toList(),
                "Write all files with the same kinds.");
    }

    /** Whether tensors of one name differ. */
    private interface Differing {
        boolean differ(Entry mine, Entry theirs);
    }

    private Stream<Entry> differing(Parent parent, Differing differing) {
        return parent.file().header().entries().stream()
                .filter(mine -> parents.get(0)
                        .file()
                        .find(mine.name())
                        .filter(theirs -> differing.differ(mine, theirs))
                        .isPresent());
    }

    private static String remedy(Parent holder, List<Entry> tensors, String key) {
        boolean areTied = !tensors.isEmpty()
                && tensors.stream()
                        .allMatch(entry -> !holder.tiedTo(entry.name()).isEmpty());
        return areTied
                ? "In " + key + " " + tensors.get(0).name() + " is the same as "
                        + holder.tiedTo(tensors.get(0).name()).get(0)
                        + ": tied weights. Write both names in all files, or one in all."
                : "All files must hold weights of one network, under the same names.";
    }

    /** Refuses a merge for which Java has too little memory. */
    private void memory() {
        LongStream arrays = parents.get(0).file().header().entries().stream()
                .filter(entry -> entry.kind().isFloats())
                .mapToLong(Preflight::arrayBytes);
        boolean isWhole = settings.merge() instanceof WeightMerge of && !of.isTensorwise();
        double needed = OF_THE_PROGRAM
                + (parents.size() + 1.0)
                        * (isWhole ? arrays.sum() : arrays.max().orElse(0));
        double allowed = Runtime.getRuntime().maxMemory();
        if (needed > allowed) {
            problems.add(file.problem(
                    settings.merge(),
                    String.format(
                            Locale.ROOT,
                            "needs at least %,.0f megabytes for %d files and the merge, and Java may take %,.0f"
                                    + "\nAllow more: WEIR_OPTS=-Xmx%.0fg weir run ...",
                            needed / 1e6,
                            parents.size(),
                            allowed / 1e6,
                            Math.ceil(2 * needed / (1 << 30)))));
        }
    }

    /** What a tensor takes as floats: to a large array Java gives whole megabytes. */
    private static long arrayBytes(Entry entry) {
        long bytes = (long) Float.BYTES * entry.size();
        return bytes < MEGABYTE / 2 ? bytes : (bytes / MEGABYTE + 1) * MEGABYTE;
    }

    /** Looks for what is odd among copies of one network. */
    private void kinship() {
        Parent first = parents.get(0);
        List<Parent> endpoints = parents.subList(0, settings.endpoints().size());
        for (Parent parent : parents) {
            tellWarning(
                    parent.key(),
                    "has other whole numbers than " + first.key() + ": ",
                    whole(parent, entry -> !parent.isSame(first, entry.name())),
                    "Whole numbers are not merged; those of " + first.key() + " are kept.");
            length(parent);
            for (Parent before : parents.subList(0, parents.indexOf(parent))) {
                if (parent.isSame(before)) {
                    boolean isAncestor = !endpoints.contains(parent);
                    warn(
                            isAncestor ? before.key() : parent.key(),
                            "holds the same weights as " + (isAncestor ? "the ancestor" : before.key()),
                            isAncestor ? "Fine-tuning changed nothing of it." : "");
                }
            }
        }
        ties();
    }

    private static List<String> whole(Parent parent, Predicate<Entry> picked) {
        return parent.file().header().entries().stream()
                .filter(entry -> entry.kind().isWhole() && picked.test(entry))
                .map(Entry::toString)
                .toList();
    }

    private void length(Parent parent) {
        double[] norms = parents.stream().mapToDouble(Parent::norm).sorted().toArray();
        double median = norms[(norms.length - 1) / 2];
        double norm = parent.norm();
        if (norm > FAR * median || norm < median / FAR) {
            warn(
                    parent.key(),
                    String.format(
                            Locale.ROOT,
                            "its weights have the length %.4g, those of the others about %.4g",
                            norm,
                            median),
                    "Copies of one network are about as long as each other: is this one of them?");
        }
    }

    /** Tensors that are tied in one file and not in another. */
    private void ties() {
        Set<String> told = new LinkedHashSet<>();
        for (Parent parent : parents) {
            for (Entry entry : parent.file().header().entries()) {
                for (String tied : parent.tiedTo(entry.name())) {
                    List<String> apart = parents.stream()
                            .filter(other -> !other.tiedTo(entry.name()).contains(tied))
                            .map(Parent::key)
                            .toList();
                    String[] pair = {entry.name(), tied};
                    Arrays.sort(pair);
                    if (!apart.isEmpty() && told.add(String.join(" ", pair))) {
                        warn(
                                parent.key(),
                                entry + " and " + tied + " are the same here, and not in " + String.join(", ", apart),
                                "If the network ties them, one of the two is lost when the merged file is loaded.");
                    }
                }
            }
        }
    }

    private void tell(String key, String what, List<String> tensors, String remedy) {
        if (!tensors.isEmpty()) {
            problem(key, what + named(tensors), remedy);
        }
    }

    private void tellWarning(String key, String what, List<String> tensors, String remedy) {
        if (!tensors.isEmpty()) {
            warn(key, what + named(tensors), remedy);
        }
    }

    private static String named(List<String> tensors) {
        return tensors.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (tensors.size() > NAMED ? ", and " + (tensors.size() - NAMED) + " more" : "");
    }

    private void problem(String key, String message, String remedy) {
        problems.add(file.problem(key, message, remedy));
    }

    private void warn(String key, String message, String remedy) {
        warnings.add(file.problem(key, "warning: " + message, remedy));
    }
}
