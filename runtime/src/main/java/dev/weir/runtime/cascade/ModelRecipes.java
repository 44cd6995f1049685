package dev.weir.runtime.cascade;

import dev.weir.api.data.Examples;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.TrainingPlan;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.model.InterpolatedProvider;
import dev.weir.runtime.model.PlanFile;
import dev.weir.runtime.model.PlanFitting;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.PluginInfo;
import dev.weir.runtime.plugin.PluginLoader;
import dev.weir.runtime.split.Seeds;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells of each model of a job how it comes to its weights. */
final class ModelRecipes {
    private final Bound<?> file;
    private final ModelsOfJob settings;
    private final Splits splits;
    private final Map<String, Splits> copyData;
    private final Map<String, ModelContext> contexts;
    private final Map<String, ModelInputs> inputs;
    private final ExampleDigests digests;
    private final Map<PluginInfo, String> pluginDigests = new HashMap<>();
    private final Map<String, ModelRecipe> known = new HashMap<>();

    /**
     * Recipes for the models of a checked job.
     *
     * @param copyData what copies with data of their own learn from, by copy
     * @param contexts of the models that are no copies
     * @param inputs   what those models make of the job's inputs
     * @param digests  of the splits
     */
    ModelRecipes(
            Bound<?> file,
            ModelsOfJob settings,
            Splits splits,
            Map<String, Splits> copyData,
            Map<String, ModelContext> contexts,
            Map<String, ModelInputs> inputs,
            ExampleDigests digests) {
        this.inputs = inputs;
        this.digests = digests;
        this.file = file;
        this.settings = settings;
        this.splits = splits;
        this.copyData = copyData;
        this.contexts = contexts;
    }

    /** The recipe of a model. */
    ModelRecipe of(String name) {
        ModelRecipe recipe = known.get(name);
        if (recipe == null) {
            ModelSettings model = settings.model(name);
            recipe = model.from()
                    .map(from -> copy(name, model, of(from)))
                    .or(() -> model.interpolate().map(interpolation -> interpolated(name, interpolation)))
                    .orElseGet(() -> fromTheStart(name));
            known.put(name, recipe);
        }
        return recipe;
    }

    private ModelRecipe fromTheStart(String name) {
        ModelProvider provider = settings.providerOf(name);
        Component component = file.origin(provider).component();
        Optional<Serving> serve = settings.model(name).serve();
        ModelContext context = contexts.get(name);
        ModelInputs own = inputs.get(name);
        if (context == null || own == null) {
            throw new IllegalStateException("no context of " + name);
        }
        String key = Digests.ofText(String.join(
                "\n",
                PluginLoader.HOST_VERSION,
                String.valueOf(SettingsTree.of(provider)),
                Digests.ofFiles(SettingsTree.files(provider)),
                String.valueOf(SettingsTree.of(settings.model(name).transforms().orElse(List.of()))),
                String.valueOf(context.seed()),
                String.valueOf(splits.classes()),
                digest(splits, SplitName.TRAIN),
                digest(splits, SplitName.VALIDATION),
                pluginDigests.computeIfAbsent(component.plugin(), Digests::ofPlugin)));
        ModelRecipe opened =
                new ModelRecipe(name, provider, component, own, context, serve, key, List.of(), Optional.empty());
        return provider.training()
                .map(plan -> opened.then(step(name, key, plan.withSeed(context.seed()), splits, List.of()), serve))
                .orElse(opened);
    }

    private ModelRecipe copy(String name, ModelSettings copy, ModelRecipe base) {
        TrainingPlan basePlan = base.steps().get(base.steps().size() - 1).plan();
        TrainingPlan plan = copy.copyPlan(basePlan).withSeed(Seeds.of(settings.seed(), name));
        Splits learned = copyData.getOrDefault(name, splits);
        List<TrainingStep.Mixed> mixed = new ArrayList<>();
        copy.mix()
                .ifPresent(mix ->
                        mix.forEach((other, coefficient) -> mixed.add(new TrainingStep.Mixed(of(other), coefficient))));
        String key = Digests.ofText(String.join(
                "\n",
                base.key(),
                mixed.stream()
                        .map(other -> other.recipe().key() + " " + other.coefficient())
                        .collect(Collectors.joining("\n")),
                String.valueOf(plan.epochs()),
                String.valueOf(plan.learningRate()),
                String.valueOf(plan.seed()),
                digest(learned, SplitName.TRAIN),
                digest(learned, SplitName.VALIDATION)));
        return base.then(step(name, key, plan, learned, mixed), copy.serve());
    }

    private ModelRecipe interpolated(String name, InterpolationSettings interpolation) {
        List<ModelRecipe> networks =
                interpolation.mixed().stream().map(this::of).toList();
        ModelRecipe first = networks.get(0);
        List<String> notes =
                EndpointsCheck.note(settings, interpolation).map(List::of).orElse(List.of());
        String planned;
        ModelRecipe.Planning planning;
        if (interpolation.interpolator().isPresent()) {
            Interpolator interpolator = interpolation.interpolator().get();
            Component component = file.origin(interpolator).component();
            PlanFitting fitting = new PlanFitting(
                    interpolator, component, interpolation.ancestor().isPresent(), settings.seed());
            Examples validation = splits.get(SplitName.VALIDATION);
            planning = of -> {
                try {
                    return fitting.plan(of, validation).noting(notes);
                } catch (IllegalArgumentException e) {
                    throw new ConfigException(file.problem(interpolator, String.valueOf(e.getMessage())));
                }
            };
            planned = String.join(
                    "\n",
                    String.valueOf(SettingsTree.of(interpolator)),
                    pluginDigests.computeIfAbsent(component.plugin(), Digests::ofPlugin),
                    String.valueOf(settings.seed()),
                    digest(splits, SplitName.VALIDATION));
        } else {
            InterpolationPlan plan = EndpointsCheck.plan(file, interpolation, EndpointsCheck.placeOf(name))
                    .orElseThrow();
            planning = of -> plan.noting(notes);
            planned = PlanFile.node(plan).toString();
        }
        String key = Digests.ofText(networks.stream().map(ModelRecipe::key).collect(Collectors.joining("\n")) + "\n"
                + interpolation.endpoints().size() + "\n" + planned);
        return new ModelRecipe(
                name,
                new InterpolatedProvider(
                        networks.stream().map(ModelRecipe::provider).toList(),
                        networks.stream().map(ModelRecipe::component).toList(),
                        interpolation.endpoints().size(),
                        interpolation.limit()),
                first.component(),
                first.inputs(),
                first.context(),
                Optional.empty(),
                key,
                List.of(),
                Optional.of(new ModelRecipe.Interpolated(
                        networks.subList(0, interpolation.endpoints().size()),
                        interpolation.ancestor().map(this::of),
                        interpolation.limit(),
                        planning)));
    }

    /**
     * A model as one way to tune it leaves it.
     *
     * @param base      the model as it is trained
     * @param name      of the tuned model, for people
     * @param component the objective's
     */
    ModelRecipe tuned(ModelRecipe base, String name, TuneSettings.Setting setting, Component component) {
        TrainingPlan trained = base.steps().get(base.steps().size() - 1).plan();
        long seed = Seeds.of(settings.seed(), base.name() + " tuned");
        TrainingPlan plan = new TrainingPlan(
                setting.objective(), setting.epochs(), trained.batchSize(), setting.learningRate(), seed);
        String key = Digests.ofText(String.join(
                "\n",
                base.key(),
                "tuned",
                String.valueOf(SettingsTree.of(setting.objective())),
                pluginDigests.computeIfAbsent(component.plugin(), Digests::ofPlugin),
                String.valueOf(plan.epochs()),
                String.valueOf(plan.learningRate()),
                String.valueOf(seed),
                digest(splits, SplitName.TRAIN)));
        return base.then(step(name, key, plan, splits, List.of()));
    }

    private static TrainingStep step(
            String name, String key, TrainingPlan plan, Splits splits, List<TrainingStep.Mixed> mixed) {
        Examples train = splits.get(SplitName.TRAIN);
        Examples validation = splits.find(SplitName.VALIDATION).orElseGet(() -> train.select(new int[0]));
        return new TrainingStep(name, key, train, validation, plan, mixed);
    }

    private String digest(Splits of, SplitName split) {
        return of.find(split).map(digests::of).orElse("");
    }
}
