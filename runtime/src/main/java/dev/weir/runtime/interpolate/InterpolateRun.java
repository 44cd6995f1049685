package dev.weir.runtime.interpolate;

import dev.weir.api.Features;
import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import dev.weir.api.interpolation.Combination;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.InterpolationValidation;
import dev.weir.api.interpolation.InterpolationValidation.MixAccuracy;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.api.interpolation.MergeTask;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.api.model.Capability;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.WeightSet;
import dev.weir.runtime.cascade.BundleSettings;
import dev.weir.runtime.cascade.BundleWriter;
import dev.weir.runtime.cascade.Combine;
import dev.weir.runtime.cascade.EndpointsCheck;
import dev.weir.runtime.cascade.InterpolationSettings;
import dev.weir.runtime.cascade.ModelTrainer;
import dev.weir.runtime.cascade.PreparedModels;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Origin;
import dev.weir.runtime.config.SettingText;
import dev.weir.runtime.job.FileDigests;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.job.ModelCache;
import dev.weir.runtime.job.Npy;
import dev.weir.runtime.job.Results;
import dev.weir.runtime.job.RunContext;
import dev.weir.runtime.job.SharedContent;
import dev.weir.runtime.model.Assignment;
import dev.weir.runtime.model.InterpolatedModel;
import dev.weir.runtime.model.Networks;
import dev.weir.runtime.model.PlanFile;
import dev.weir.runtime.model.PlanFitting;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.PluginException;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A checked interpolation. */
final class InterpolateRun implements Job.Prepared {
    private static final String RECORDED = "the endpoints are recorded, and nothing can be mixed";
    /** What the interpolated model is called in the bundle. */
    private static final String MODEL = "interpolated";
    /** How far the coefficients of the oracle among mixes lie apart, so that it needs few mixes. */
    private static final double STEP = 0.01;

    private final Bound<InterpolateSettings> file;
    private final InterpolateSettings settings;
    private final PreparedModels models;
    private final Optional<InterpolationPlan> given;
    private @Nullable Endpoints recorded;

    InterpolateRun(Bound<InterpolateSettings> file, PreparedModels models, Optional<InterpolationPlan> given) {
        this.file = file;
        this.settings = file.value();
        this.models = models;
        this.given = given;
    }

    @Override
    public String reportFolder() {
        return settings.report();
    }

    @Override
    public long seed() {
        return settings.seed();
    }

    @Override
    public Inputs testInputs() {
        return test().inputs();
    }

    private Examples test() {
        return models.splits().get(SplitName.TEST);
    }

    /** Reads what recorded endpoints put out, and refuses interpolators that do not take it. */
    void readRecorded() {
        Endpoints read = Endpoints.of(file, models, new ModelTrainer(ModelCache.off(), Progress.SILENT));
        plan(read);
        settings.baselines().stream()
                .filter(Interpolator.class::isInstance)
                .forEach(baseline -> fitted((Interpolator) baseline, read));
        recorded = read;
    }

    @Override
    public Results run(RunContext run) throws IOException {
        try (Endpoints endpoints = recorded != null
                ? recorded
                : Endpoints.of(file, models, new ModelTrainer(run.cache(), run.progress()))) {
            run.progress().report("interpolating", 1, 1, test().size() + " examples");
            InterpolationPlan plan = plan(endpoints);
            double[][] coefficients = plan.coefficients(endpoints.test());
            Measured measured = measured(
                    settings.interpolator().map(SettingText::of).orElse("plan"),
                    plan,
                    given.isEmpty(),
                    coefficients,
                    endpoints);
            List<String> notes = new ArrayList<>(plan.notes());
            EndpointsCheck.note(settings, settings.interpolation()).ifPresent(notes::add);
            measured = measured.noting(notes);
            List<Measured> baselines = baselines(endpoints, run.progress());
            Npy.write(run.folder().file("coefficients.npy"), matrix(coefficients));
            ObjectNode stored = PlanFile.node(plan);
            Files.writeString(run.folder().file("plan.json"), stored.toPrettyString());
            ObjectNode report = new InterpolateReport(settings, plan, coefficients)
                    .node(endpoints(endpoints), measured, baselines, splitCounts());
            ObjectNode rules = JsonNodeFactory.instance.objectNode();
            rules.set("plan", stored);
            if (endpoints.networks().isPresent()) {
                bundle(new InterpolatedModel(endpoints.networks().get(), plan), run);
            }
            return new Results(
                    digests(), report, rules, JsonNodeFactory.instance.objectNode(), InterpolateReport.table(report));
        }
    }

    /** Leaves the mixes as a model that answers new data. */
    private void bundle(InterpolatedModel model, RunContext run) throws IOException {
        InterpolationSettings interpolation = settings.interpolation();
        ModelProvider first = settings.providerOf(settings.endpoints().get(0));
        BundleSettings.Interpolated networks = BundleSettings.Interpolated.of(interpolation, settings);
        if (!networks.provider(file).capabilities().contains(Capability.SAVE)) {
            run.progress().report("no bundle", 1, 1, "the endpoints cannot be saved");
            return;
        }
        model.save(run.folder().folder(BundleWriter.modelFolder(MODEL)));
        BundleSettings.Stage stage = new BundleSettings.Stage(
                MODEL,
                OptionalInt.empty(),
                first,
                Optional.empty(),
                Combine.REPLACE,
                Optional.empty(),
                OptionalDouble.empty(),
                model.macs(),
                OptionalDouble.empty(),
                List.of(),
                Optional.of(networks));
        BundleWriter.write(
                run.folder(),
                new BundleWriter.Content(
                        settings,
                        file.origins().stream().map(Origin::component).toList(),
                        classes(),
                        test().inputs().select(new int[0]),
                        models.fitted(),
                        settings.confidence(),
                        List.of(stage)));
    }

    private List<String> classes() {
        List<String> named = models.splits().classes();
        return named.isEmpty()
                ? IntStream.range(0, test().labels().classes())
                        .mapToObj(String::valueOf)
                        .toList()
                : named;
    }

    private static Features matrix(double[][] coefficients) {
        int width = coefficients[0].length;
        double[] flat = new double[coefficients.length * width];
        for (int row = 0; row < coefficients.length; row++) {
            System.arraycopy(coefficients[row], 0, flat, row * width, width);
        }
        return new Features(coefficients.length, width, flat);
    }

    private InterpolationPlan plan(Endpoints endpoints) {
        return given.orElseGet(() -> fitted(settings.interpolator().orElseThrow(), endpoints));
    }

    private InterpolationPlan fitted(Interpolator interpolator, Endpoints endpoints) {
        Optional<InterpolationValidation> validation = models.splits()
                .find(SplitName.VALIDATION)
                .map(examples -> new InterpolationValidation(
                        endpoints.validation(), examples.labels(), accuracy(endpoints, examples)));
        PlanFitting fitting = new PlanFitting(
                interpolator,
                file.origin(interpolator).component(),
                settings.ancestor().isPresent(),
                settings.seed());
        try {
            return fitting.plan(endpoints.test(), validation);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file.problem(interpolator, String.valueOf(e.getMessage())));
        }
    }

    private static Optional<MixAccuracy> accuracy(Endpoints endpoints, Examples validation) {
        return endpoints
                .networks()
                .map(networks -> coefficients -> PlanFitting.accuracy(networks, validation, coefficients));
    }

    /** Runs a component, whose refusals are the user's and whose other failures are its own. */
    private <T> T held(Object of, Component component, String expected, Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file.problem(of, String.valueOf(e.getMessage())));
        } catch (PluginException | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw component.broken("threw " + e, expected, e);
        }
    }

    private List<Measured> endpoints(Endpoints endpoints) {
        List<Measured> measured = new ArrayList<>();
        for (int i = 0; i < endpoints.test().size(); i++) {
            measured.add(
                    Measured.of(settings.endpoints().get(i), endpoints.test().get(i), test().labels(), 1));
        }
        return measured;
    }

    private Measured measured(
            String name, InterpolationPlan plan, boolean isFitted, double[][] coefficients, Endpoints endpoints)
            throws IOException {
        if (endpoints.networks().isEmpty()) {
            return Measured.none(name, test().size(), RECORDED).noting(plan.notes());
        }
        Networks networks = endpoints.networks().get();
        long before = networks.forwards();
        Logits answers = networks.answers(test().inputs(), Assignment.of(plan, coefficients), plan.overAncestor());
        double forwards = (networks.forwards() - before) / (double) test().size();
        boolean wereAsked =
                plan.looksAtExamples() || (isFitted && plan.expertise().isPresent());
        return Measured.of(
                        name,
                        answers,
                        test().labels(),
                        forwards + (wereAsked ? settings.endpoints().size() : 0))
                .noting(plan.notes());
    }

    private List<Measured> baselines(Endpoints endpoints, Progress progress) throws IOException {
        List<Measured> measured = new ArrayList<>();
        Labels labels = test().labels();
        measured.add(Measured.of(
                "output ensemble",
                Logits.meanOfProbabilities(endpoints.test()),
                labels,
                endpoints.test().size()));
        for (Combination baseline : settings.baselines()) {
            progress.report("comparing", measured.size(), settings.baselines().size(), SettingText.of(baseline));
            measured.add(baseline(baseline, endpoints));
        }
        int either = 0;
        for (int row = 0; row < labels.size(); row++) {
            int at = row;
            either += endpoints.test().stream().anyMatch(logits -> logits.argMax(at) == labels.at(at)) ? 1 : 0;
        }
        measured.add(Measured.oracle("either endpoint right", either, labels.size()));
        if (endpoints.networks().isPresent()) {
            measured.add(mixOracle(endpoints, endpoints.networks().get()));
        }
        return measured;
    }

    private Measured baseline(Combination baseline, Endpoints endpoints) throws IOException {
        String name = SettingText.of(baseline);
        if (baseline instanceof Interpolator interpolator) {
            InterpolationPlan plan = fitted(interpolator, endpoints);
            return measured(name, plan, true, plan.coefficients(endpoints.test()), endpoints);
        }
        if (endpoints.networks().isEmpty()) {
            return Measured.none(name, test().size(), RECORDED);
        }
        WeightMerge merge = (WeightMerge) baseline;
        Networks networks = endpoints.networks().get();
        int count = settings.endpoints().size();
        Optional<ToDoubleFunction<WeightSet>> accuracy = models.splits()
                .find(SplitName.VALIDATION)
                .map(examples -> set -> {
                    try {
                        return networks.accuracy(examples, set);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        WeightSet merged = held(
                baseline,
                file.origin(baseline).component(),
                "merged weights",
                () -> merge.merge(new MergeTask(
                        networks.weights().subList(0, count),
                        settings.ancestor().map(ancestor -> networks.weights().get(count)),
                        accuracy)));
        return Measured.of(name, networks.answers(test().inputs(), merged), test().labels(), 1);
    }

    /** DaWin's upper end: coefficients by how likely each endpoint finds the true class. */
    private Measured mixOracle(Endpoints endpoints, Networks networks) throws IOException {
        Labels labels = test().labels();
        List<List<Double>> mixes = new ArrayList<>();
        for (int row = 0; row < labels.size(); row++) {
            double[] likely = new double[endpoints.test().size()];
            double sum = 0;
            for (int i = 0; i < likely.length; i++) {
                likely[i] = Math.exp(endpoints.test().get(i).logSoftmax(row, labels.at(row), 1));
                sum += likely[i];
            }
            List<Double> mix = new ArrayList<>();
            double rest = 1;
            for (int i = 1; i < likely.length; i++) {
                double share = sum > 0 ? likely[i] / sum : 1.0 / likely.length;
                double rounded = Math.min(rest, Math.rint(share / STEP) * STEP);
                mix.add(rounded);
                rest -= rounded;
            }
            mix.add(0, Math.max(0, rest));
            mixes.add(mix);
        }
        return Measured.oracle(
                "mix by cross-entropy, in steps of " + STEP,
                Networks.right(networks.answers(test().inputs(), Assignment.ofEach(mixes), false), labels),
                labels.size());
    }

    private ObjectNode splitCounts() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        Splits splits = models.splits();
        splits.byName().forEach((name, examples) -> node.putObject(name.key()).put("examples", examples.size()));
        if (!models.areRecorded()) {
            List<Examples> others = new ArrayList<>(models.ofCopies());
            splits.byName().forEach((name, examples) -> {
                if (name != SplitName.TEST) {
                    others.add(examples);
                }
            });
            node.withObjectProperty("test").put("alsoInOtherSplits", SharedContent.count(test(), others));
        }
        return node;
    }

    private ObjectNode digests() throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("files", FileDigests.of(file));
        ObjectNode bySplit = node.putObject("splits");
        models.splits().byName().forEach((name, examples) -> bySplit.put(name.key(), models.digest(examples)));
        ObjectNode byModel = node.putObject("models");
        settings.interpolation()
                .mixed()
                .forEach(name -> byModel.put(name, models.recipe(name).key()));
        return node;
    }
}
