package dev.weir.runtime.interpolate;

import dev.weir.api.Features;
import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import dev.weir.api.interpolation.Combination;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.InterpolationTask;
import dev.weir.api.interpolation.InterpolationValidation;
import dev.weir.api.interpolation.InterpolationValidation.MixAccuracy;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.api.interpolation.MergeTask;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.api.model.WeightSet;
import dev.weir.runtime.cascade.ModelTrainer;
import dev.weir.runtime.cascade.PreparedModels;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.config.SettingText;
import dev.weir.runtime.job.FileDigests;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.job.ModelCache;
import dev.weir.runtime.job.Npy;
import dev.weir.runtime.job.Results;
import dev.weir.runtime.job.RunContext;
import dev.weir.runtime.job.SharedContent;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.PluginException;
import dev.weir.runtime.split.Seeds;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A checked interpolation. */
final class InterpolateRun implements Job.Prepared {
    private static final String RECORDED = "the endpoints are recorded, and nothing can be mixed";
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

    /** Why interpolators will not take what the endpoints put out, before anything is trained. */
    List<Problem> rehearsed() {
        List<Problem> problems = new ArrayList<>();
        Optional<InterpolationValidation> validation = models.splits()
                .find(SplitName.VALIDATION)
                .map(examples -> new InterpolationValidation(
                        zeros(examples), examples.labels(), Optional.of(coefficients -> 0)));
        Stream.concat(settings.interpolator().stream(), settings.baselines().stream())
                .filter(Interpolator.class::isInstance)
                .map(Interpolator.class::cast)
                .forEach(interpolator -> {
                    try {
                        fitted(interpolator, zeros(test()), validation);
                    } catch (ConfigException e) {
                        problems.addAll(e.problems());
                    }
                });
        return problems;
    }

    private List<Logits> zeros(Examples examples) {
        int k = test().labels().classes();
        return Collections.nCopies(
                settings.endpoints().size(), new Logits(examples.size(), k, new float[examples.size() * k]));
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
            List<Measured> baselines = baselines(endpoints, run.progress());
            Npy.write(run.folder().file("coefficients.npy"), matrix(coefficients));
            ObjectNode stored = PlanFile.node(plan);
            Files.writeString(run.folder().file("plan.json"), stored.toPrettyString());
            ObjectNode report = new InterpolateReport(settings, plan, coefficients)
                    .node(endpoints(endpoints), measured, baselines, splitCounts());
            ObjectNode rules = JsonNodeFactory.instance.objectNode();
            rules.set("plan", stored);
            return new Results(
                    digests(), report, rules, JsonNodeFactory.instance.objectNode(), InterpolateReport.table(report));
        }
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
        return fitted(interpolator, endpoints.test(), validation);
    }

    private InterpolationPlan fitted(
            Interpolator interpolator, List<Logits> stream, Optional<InterpolationValidation> validation) {
        Component component = file.origin(interpolator).component();
        InterpolationTask task = new InterpolationTask(
                stream,
                settings.ancestor().isPresent(),
                validation,
                Seeds.of(settings.seed(), "interpolator " + component.name()));
        InterpolationPlan plan = held(interpolator, component, "a plan", () -> interpolator.plan(task));
        if (plan == null || plan.endpoints() != stream.size()) {
            throw component.broken("returned " + plan, "a plan for " + stream.size() + " endpoints", null);
        }
        if (!plan.overAncestor()) {
            plan.mixes().forEach(mix -> requireShares(component, mix.coefficients()));
        }
        return plan;
    }

    private static void requireShares(Component component, List<Double> coefficients) {
        double sum = coefficients.stream().mapToDouble(Double::doubleValue).sum();
        boolean areShares = coefficients.stream().allMatch(c -> c >= 0 && c <= 1);
        if (!areShares || Math.abs(sum - 1) > 1e-9) {
            throw component.broken(
                    "returned the coefficients " + coefficients, "values in [0, 1] that add up to 1", null);
        }
    }

    private static Optional<MixAccuracy> accuracy(Endpoints endpoints, Examples validation) {
        return endpoints.server().map(server -> coefficients -> {
            try {
                List<Double> ofSets = endpoints.ofSets(coefficients, false);
                return share(
                        server.answers(validation.inputs(), Collections.nCopies(validation.size(), ofSets)),
                        validation.labels());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static double share(Logits logits, Labels labels) {
        return Measured.right(logits, labels) / (double) labels.size();
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
        if (endpoints.server().isEmpty()) {
            return Measured.none(name, test().size(), RECORDED).noting(plan.notes());
        }
        List<List<Double>> mixes = new ArrayList<>();
        for (double[] own : coefficients) {
            List<Double> mix = plan.isPerExample()
                    ? Arrays.stream(own).boxed().toList()
                    : plan.mixes().get(plan.mixOf(own)).coefficients();
            mixes.add(endpoints.ofSets(mix, plan.overAncestor()));
        }
        MixServer server = endpoints.server().get();
        long before = server.forwards();
        Logits answers = server.answers(test().inputs(), mixes);
        double forwards = (server.forwards() - before) / (double) mixes.size();
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
        if (endpoints.server().isPresent()) {
            measured.add(mixOracle(endpoints, endpoints.server().get()));
        }
        return measured;
    }

    private Measured baseline(Combination baseline, Endpoints endpoints) throws IOException {
        String name = SettingText.of(baseline);
        if (baseline instanceof Interpolator interpolator) {
            InterpolationPlan plan = fitted(interpolator, endpoints);
            return measured(name, plan, true, plan.coefficients(endpoints.test()), endpoints);
        }
        if (endpoints.server().isEmpty()) {
            return Measured.none(name, test().size(), RECORDED);
        }
        WeightMerge merge = (WeightMerge) baseline;
        MixServer server = endpoints.server().get();
        int count = settings.endpoints().size();
        Optional<ToDoubleFunction<WeightSet>> accuracy = models.splits()
                .find(SplitName.VALIDATION)
                .map(examples -> set -> {
                    try {
                        return share(server.answers(examples.inputs(), set), examples.labels());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        WeightSet merged = held(
                baseline,
                file.origin(baseline).component(),
                "merged weights",
                () -> merge.merge(new MergeTask(
                        endpoints.weights().subList(0, count),
                        settings.ancestor().map(ancestor -> endpoints.weights().get(count)),
                        accuracy)));
        return Measured.of(name, server.answers(test().inputs(), merged), test().labels(), 1);
    }

    /** DaWin's upper end: coefficients by how likely each endpoint finds the true class. */
    private Measured mixOracle(Endpoints endpoints, MixServer server) throws IOException {
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
            mixes.add(endpoints.ofSets(mix, false));
        }
        return Measured.oracle(
                "mix by cross-entropy, in steps of " + STEP,
                Measured.right(server.answers(test().inputs(), mixes), labels),
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
        settings.mixed().forEach(name -> byModel.put(name, models.recipe(name).key()));
        return node;
    }
}
