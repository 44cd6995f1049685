package dev.weir.runtime.cascade;

import dev.weir.api.Answers;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Texts;
import dev.weir.api.data.InputReader;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.model.ExitModel;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.runtime.config.Binder;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.YamlFile;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.model.CheckedModel;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.plugin.PluginInfo;
import dev.weir.runtime.plugin.PluginLoader;
import dev.weir.runtime.split.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A bundle that a cascade job left, opened to answer new inputs. Nothing is trained or calibrated again, and
 * an example is put to a stage only when the rules of the stages before pass it on.
 *
 * <pre>{@code
 * try (Cascade cascade = Cascade.open(Path.of("out/digits/bundle"), List.of(Path.of("weir/plugins")))) {
 *     Predictions predictions = cascade.predict(new FloatTensor(n, new int[] {1, 8, 8}, pixels));
 *     System.out.println(predictions.className(0) + " by " + predictions.modelName(0));
 * }
 * }</pre>
 *
 * <p>Thread-safe until it is closed.
 */
public final class Cascade implements AutoCloseable {
    /** Logits of the answers of a block, where models answer token by token, at most. */
    private static final long LOGITS = 1 << 24;

    private final BundleSettings bundle;
    private final List<LiveStage> stages;
    private final GatedCascade gated;

    private Cascade(BundleSettings bundle, List<LiveStage> stages) {
        this.bundle = bundle;
        this.stages = List.copyOf(stages);
        this.gated = new GatedCascade(
                stages,
                bundle.stages().stream().map(BundleSettings.Stage::combine).toList(),
                bundle.stages().stream().map(BundleSettings.Stage::stageRule).toList(),
                bundle.confidence(),
                needs(bundle),
                answers(bundle));
    }

    /**
     * Opens a bundle.
     *
     * @param folder        the bundle
     * @param pluginFolders where its plugins are; loaded once in a JVM
     * @throws IllegalArgumentException when the bundle is not whole, was changed, or needs another version of
     *     Weir or of a plugin; the message names the file and the remedy
     */
    public static Cascade open(Path folder, List<Path> pluginFolders) throws IOException {
        return open(folder, PluginLoader.shared(pluginFolders));
    }

    /** Opens a bundle over plugins that are loaded already. */
    public static Cascade open(Path folder, PluginCatalog catalog) throws IOException {
        Path file = folder.resolve(BundleSettings.FILE);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(folder + " is no bundle: it has no " + BundleSettings.FILE
                    + "\nName the folder 'bundle' of a report.");
        }
        Path digest = folder.resolve(BundleSettings.DIGEST);
        if (Files.exists(digest)) {
            requireUnchanged(file, digest);
        }
        YamlFile text = YamlFile.read(file);
        requireVersion(file, text.topLevel("weir"), text.topLevel("format"));
        if (!Files.exists(digest)) { // a format of another version may do without
            throw missing(folder, BundleSettings.DIGEST);
        }
        requirePlugins(file, text.scalarsUnder("plugins"), catalog);
        Bound<BundleSettings> bound = new Binder(catalog).bindStored(text, BundleSettings.class);
        BundleSettings bundle = bound.value();
        requireWhole(folder, bundle);
        Map<String, ExitModel> models = new HashMap<>();
        try {
            List<LiveStage> stages = new ArrayList<>();
            for (BundleSettings.Stage stage : bundle.stages()) {
                ExitModel model = models.get(stage.name());
                if (model == null) { // exits of one network are stages of one model
                    model = restored(stage, folder, bound);
                    models.put(stage.name(), model);
                }
                stages.add(new LiveStage(
                        model,
                        stage.exit().orElse(model.exits()),
                        stage.fit()
                                .map(fit -> new CheckedCalibrator(
                                        fit, bound.origin(fit).component()))));
            }
            return new Cascade(bundle, stages);
        } catch (IOException | RuntimeException e) {
            models.values().forEach(Model::close);
            throw e;
        }
    }

    private static ExitModel restored(BundleSettings.Stage stage, Path folder, Bound<BundleSettings> bound)
            throws IOException {
        BundleSettings bundle = bound.value();
        Optional<Answers> answers = answers(bundle);
        ModelContext context = new ModelContext(
                        stage.name(),
                        like(bundle),
                        answers.map(Answers::vocabulary).orElse(bundle.classes().size()),
                        Seeds.of(bundle.seed(), stage.name()))
                .withAnswer(answers.map(Answers::length).orElse(0));
        ModelInputs inputs = new ModelInputs(stage.transforms(), context.seed());
        Model restored = stage.restoring(bound)
                .restore(inputs.context(context), folder.resolve("models").resolve(stage.name()));
        return ExitModel.of(inputs.over(
                new CheckedModel(restored, bound.origin(stage.provider()).component())));
    }

    /** Before it is read: a changed byte is told as what it is, wherever it stands. */
    private static void requireUnchanged(Path file, Path digest) throws IOException {
        byte[] stated = Files.readAllBytes(digest);
        if (!Arrays.equals(stated, BundleSettings.digestLine(file).getBytes(StandardCharsets.UTF_8))) {
            throw changed(file, BundleSettings.DIGEST);
        }
    }

    private static IllegalArgumentException changed(Path file, String digestsIn) {
        return new IllegalArgumentException(file + " was changed: its digest is not the one in " + digestsIn
                + "\nCopy the bundle again, or run the job again.");
    }

    private static IllegalArgumentException missing(Path folder, String file) {
        return new IllegalArgumentException(
                folder + ": the file " + file + " is missing\nCopy the whole bundle again, or run the job again.");
    }

    private static void requireVersion(Path file, String weir, String format) {
        String major = PluginLoader.HOST_VERSION.split("\\.", 2)[0];
        if (!weir.split("\\.", 2)[0].equals(major) || !format.equals(String.valueOf(BundleSettings.FORMAT))) {
            throw new IllegalArgumentException(file + ": written by Weir '" + weir + "' in format '" + format
                    + "', this is Weir " + PluginLoader.HOST_VERSION + " with format " + BundleSettings.FORMAT
                    + "\nRun the job again with this Weir, or open the bundle with the one that wrote it.");
        }
    }

    /** Before it is bound: a component that nobody offers is the smaller part of the truth. */
    private static void requirePlugins(Path file, Map<String, String> needed, PluginCatalog catalog) {
        Map<String, String> loaded =
                catalog.plugins().stream().collect(Collectors.toMap(PluginInfo::id, PluginInfo::version));
        needed.forEach((id, version) -> {
            if (!version.equals(loaded.get(id))) {
                throw new IllegalArgumentException(file + ": needs plugin " + id + " " + version + ", "
                        + (loaded.containsKey(id) ? loaded.get(id) + " is loaded" : "which is not loaded")
                        + "\nPut that version into the plugin folder or name it with --plugins, or run the job again.");
            }
        });
    }

    private static void requireWhole(Path folder, BundleSettings bundle) throws IOException {
        for (Map.Entry<String, String> entry : bundle.files().entrySet()) {
            Path file = folder.resolve(entry.getKey()).normalize();
            if (!file.startsWith(folder.normalize()) || !Files.isRegularFile(file)) {
                throw missing(folder, entry.getKey());
            }
            if (!Digests.ofFile(file).equals(entry.getValue())) {
                throw changed(file, BundleSettings.FILE);
            }
        }
        Set<String> present = new TreeSet<>();
        Path models = folder.resolve("models");
        if (Files.isDirectory(models)) {
            try (Stream<Path> walk = Files.walk(models)) {
                walk.filter(Files::isRegularFile)
                        .forEach(path ->
                                present.add(folder.relativize(path).toString().replace('\\', '/')));
            }
        }
        present.removeAll(bundle.files().keySet());
        if (!present.isEmpty()) {
            throw new IllegalArgumentException(
                    folder + ": the file " + present.iterator().next() + " does not belong to the bundle\nRemove it.");
        }
    }

    /** What the models take: texts that have gone through the transforms where there is no shape. */
    private static Inputs like(BundleSettings bundle) {
        int[] shape = bundle.shape().stream().mapToInt(Integer::intValue).toArray();
        return shape.length == 0
                ? DataSettings.applied(bundle.data().transforms(), new Texts(List.of()), bundle.seed())
                : new FloatTensor(0, shape, new float[0]);
    }

    private static Optional<Answers> answers(BundleSettings bundle) {
        return DataSettings.answers(bundle.data().transforms(), bundle.classes());
    }

    private static Set<Need> needs(BundleSettings bundle) {
        Set<Need> needs = new HashSet<>(bundle.confidence().needs());
        bundle.stages()
                .forEach(stage -> stage.stageRule()
                        .deferral()
                        .map(DeferralRule::score)
                        .ifPresent(score -> needs.addAll(score.needs())));
        return Set.copyOf(needs);
    }

    /** The class names in label order. */
    public List<String> classes() {
        return bundle.classes();
    }

    /** The stages as they are asked, in order. */
    List<LiveStage> stages() {
        return stages;
    }

    /** The names of the stages: of their models, with the exit where a stage names one. */
    List<String> stageNames() {
        return bundle.stages().stream().map(BundleSettings.Stage::title).toList();
    }

    /** Rows to decide at a time: at most those wished for, fewer where an answer is many logits. */
    int block(int most) {
        return answers(bundle)
                .map(answers ->
                        (int) Math.max(1, Math.min(most, LOGITS / ((long) answers.length() * answers.vocabulary()))))
                .orElse(most);
    }

    /** As {@link #predict}, without the columns for people. */
    Decisions decide(Inputs inputs) {
        return gated.decide(inputs);
    }

    /**
     * Answers {@code n} inputs as the models take them, transforms done; {@code n} may be 0.
     *
     * @throws IllegalArgumentException when the inputs are of another kind or shape than the models take
     * @throws IllegalStateException    when the cascade is closed
     */
    public Predictions predict(Inputs inputs) {
        String taken = like(bundle).kind();
        if (!inputs.kind().equals(taken)) {
            throw new IllegalArgumentException("the models of this bundle take " + taken + ", got " + inputs.kind()
                    + "\nGive data of the form of the job's data.");
        }
        Map<Integer, String> others = new HashMap<>();
        Decisions decisions = gated.decide(inputs, others);
        return new Predictions(
                bundle.classes(),
                stageNames(),
                decisions.prediction(),
                decisions.confidence(),
                decisions.stage(),
                decisions.accepted(),
                spent(
                        decisions,
                        stage -> stage.macs().isPresent() ? stage.macs().getAsLong() : Double.NaN),
                spent(decisions, stage -> stage.cost().orElse(Double.NaN)),
                others);
    }

    /** What each row has paid, at the stage that answered it and all before. */
    private double[] spent(Decisions decisions, ToDoubleFunction<BundleSettings.Stage> price) {
        double[] paid = new double[stages.size()];
        double sum = 0;
        for (int stage = 0; stage < paid.length; stage++) {
            sum += price.applyAsDouble(bundle.stages().get(stage));
            paid[stage] = sum;
        }
        return Arrays.stream(decisions.stage())
                .mapToDouble(stage -> paid[stage])
                .toArray();
    }

    /** Inputs as their source reads them, after the bundle's transforms: as {@link #predict} takes them. */
    public Inputs transform(Inputs raw) {
        return DataSettings.applied(bundle.data().transforms(), raw, bundle.seed());
    }

    /**
     * Opens a file of the form of the job's data, labels neither needed nor read.
     *
     * @throws IllegalArgumentException when the file is not of this form, or the source reads no other files
     */
    public InputReader reader(Path file) throws IOException {
        try {
            return bundle.data().source().reader(file);
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    file + " cannot be read: " + e.getMessage() + "\nAsk Cascade.predict from Java.", e);
        }
    }

    @Override
    public void close() {
        stages.forEach(stage -> stage.model().close()); // which does nothing the second time
    }
}
