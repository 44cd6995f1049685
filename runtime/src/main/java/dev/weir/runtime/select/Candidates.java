package dev.weir.runtime.select;

import dev.weir.api.model.Capability;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.TrainingPlan;
import dev.weir.runtime.cascade.ModelRecipe;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.config.Spelling;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.PluginInfo;
import dev.weir.runtime.plugin.PluginLoader;
import dev.weir.runtime.split.Seeds;
import dev.weir.runtime.split.SplitName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The candidates of a job that trains them, in the order of their names, with the data sets that they meet. */
public final class Candidates {
    private final Zoo zoo;
    private final Map<String, DataSet> sources;
    private final Map<String, DataSet> targets;
    private final long seed;
    private final Record fineTune;
    private final Map<PluginInfo, String> pluginDigests = new HashMap<>();
    private final Map<String, String> keys = new HashMap<>();

    /**
     * Candidates.
     *
     * @param sources  by name: what they are trained on before they meet a target
     * @param targets  by name
     * @param seed     the job's
     * @param fineTune the settings by which they are trained on targets
     */
    public Candidates(Zoo zoo, Map<String, DataSet> sources, Map<String, DataSet> targets, long seed, Record fineTune) {
        this.zoo = zoo;
        this.sources = sources;
        this.targets = targets;
        this.seed = seed;
        this.fineTune = fineTune;
    }

    /** Why a candidate's key {@code source} is not taken. */
    public static List<Zoo.Refused> refusedSource(CandidateSettings candidate, Set<String> known) {
        List<Zoo.Refused> refused = new ArrayList<>();
        ModelProvider provider = candidate.provider();
        Optional<String> source = candidate.source();
        if (source.isPresent() && !known.contains(source.get())) {
            refused.add(new Zoo.Refused(
                    "source",
                    "there is no source '" + source.get() + "'",
                    Spelling.didYouMean(source.get(), known)
                            + (known.isEmpty()
                                    ? "Name it under sources."
                                    : "Sources: "
                                            + String.join(
                                                    ", ",
                                                    known.stream().sorted().toList()) + ".")));
        }
        if (source.isPresent()
                && provider.capabilities().contains(Capability.TRAIN)
                && (provider.training().isEmpty() || !provider.capabilities().contains(Capability.WEIGHTS))) {
            refused.add(new Zoo.Refused(
                    "source",
                    "what this model learns from a source could not be kept for a target: its weights cannot be read",
                    "Leave source out: its head is trained on every target."));
        }
        return refused;
    }

    public List<CandidateSettings> all() {
        return zoo.entries();
    }

    public List<String> names() {
        return all().stream().map(CandidateSettings::name).toList();
    }

    public Map<String, DataSet> targets() {
        return targets;
    }

    public Zoo zoo() {
        return zoo;
    }

    /**
     * Refuses candidates that do not take their data sets.
     *
     * @throws ConfigException with every mistake found
     */
    public void check() {
        Set<Problem> problems = new LinkedHashSet<>();
        for (CandidateSettings candidate : all()) {
            Optional<DataSet> source = source(candidate);
            source.ifPresent(set -> check(candidate, sourceContext(candidate, set), problems));
            targets.values().forEach(target -> check(candidate, targetContext(candidate, target), problems));
            targets.values().stream()
                    .filter(target -> source.isPresent() && !source.get().form().equals(target.form()))
                    .findFirst() // the others are told once this one is mended
                    .ifPresent(target -> problems.add(otherForm(candidate, source.orElseThrow(), target)));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(List.copyOf(problems));
        }
    }

    private Problem otherForm(CandidateSettings candidate, DataSet source, DataSet target) {
        return zoo.file()
                .problem(
                        zoo.file().origin(candidate.provider()).path().replaceFirst("\\.model$", ".source"),
                        "the inputs of the source '" + source.name() + "' are " + source.form()
                                + ", those of the target '" + target.name() + "' are " + target.form(),
                        "Bring them to one form with transforms, such as resize.");
    }

    private void check(CandidateSettings candidate, ModelContext context, Set<Problem> problems) {
        ModelProvider provider = candidate.provider();
        try {
            provider.check(context);
        } catch (IllegalArgumentException e) {
            problems.add(zoo.file().problem(provider, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            problems.add(zoo.file().problem(provider, "cannot be read: " + e));
        } catch (RuntimeException | LinkageError e) {
            throw zoo.component(candidate).broken("threw " + e, "an answer whether it takes these examples", e);
        }
    }

    /** The data set that a candidate is trained on first. */
    public Optional<DataSet> source(CandidateSettings candidate) {
        return candidate.source().map(name -> {
            DataSet set = sources.get(name);
            if (set == null) {
                throw new IllegalStateException("no source " + name);
            }
            return set;
        });
    }

    /** Whether a model has learned something as it is opened: it is not trained at all, or has the weights of a file. */
    static boolean isReady(ModelProvider provider) {
        return provider.training()
                .map(plan -> plan.epochs() == 0 && !SettingsTree.files(provider).isEmpty())
                .orElse(true);
    }

    /** Whether all of its weights are trained on a target, and not a head alone. */
    public static boolean isTrainedWhole(CandidateSettings candidate) {
        return candidate.provider().capabilities().contains(Capability.WEIGHTS);
    }

    private ModelContext sourceContext(CandidateSettings candidate, DataSet source) {
        return new ModelContext(candidate.name(), source.like(), source.classes(), Seeds.of(seed, candidate.name()));
    }

    /** What a candidate is told of a target; a new head is drawn from its seed. */
    public ModelContext targetContext(CandidateSettings candidate, DataSet target) {
        return new ModelContext(
                candidate.name(),
                target.like(),
                target.classes(),
                Seeds.of(seed, candidate.name() + " on " + target.name()));
    }

    /** How a candidate comes to the weights with which it meets targets. */
    public ModelRecipe recipe(CandidateSettings candidate, DataSet source) {
        ModelContext context = sourceContext(candidate, source);
        TrainingPlan plan = candidate.provider().training().orElseThrow().withSeed(context.seed());
        return ModelRecipe.trainedOnce(
                candidate.provider(),
                zoo.component(candidate),
                context,
                key(candidate),
                source.on(SplitName.TRAIN),
                source.validation(),
                plan);
    }

    /** Names all that a candidate depends on before it meets a target. Its files are read once. */
    public String key(CandidateSettings candidate) {
        String key = keys.get(candidate.name());
        if (key == null) {
            key = keyOf(candidate);
            keys.put(candidate.name(), key);
        }
        return key;
    }

    private String keyOf(CandidateSettings candidate) {
        Component component = zoo.component(candidate);
        String learned = source(candidate)
                .map(source -> String.join(
                        "\n",
                        source.name(),
                        source.digest(SplitName.TRAIN),
                        source.digest(SplitName.VALIDATION),
                        source.digest(SplitName.TEST)))
                .orElse("");
        return Digests.ofText(String.join(
                "\n",
                "candidate",
                PluginLoader.HOST_VERSION,
                String.valueOf(SettingsTree.of(candidate.provider())),
                Digests.ofFiles(SettingsTree.files(candidate.provider())),
                String.valueOf(Seeds.of(seed, candidate.name())),
                learned,
                pluginDigests.computeIfAbsent(component.plugin(), Digests::ofPlugin)));
    }

    /** Names all that the accuracy of a candidate on a target depends on. */
    public String key(CandidateSettings candidate, DataSet target) {
        return Digests.ofText(String.join(
                "\n",
                "cell",
                key(candidate),
                String.valueOf(SettingsTree.of(fineTune)),
                String.valueOf(targetContext(candidate, target).seed()),
                target.digest(SplitName.TRAIN),
                target.digest(SplitName.VALIDATION),
                target.digest(SplitName.TEST)));
    }
}
