package dev.weir.plugins.engine.onnx;

import dev.weir.api.Features;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.TrainableModel;
import dev.weir.api.model.TrainingPlan;
import dev.weir.api.model.WorkCache;
import dev.weir.plugins.engine.support.NetworkPlan;
import dev.weir.plugins.engine.support.OpenOrClosed;
import dev.weir.plugins.engine.support.SavedWeights;
import dev.weir.plugins.engine.support.TrainingLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** A frozen file and a head that learns on what it puts out. The head's features are what its last layer reads. */
final class HeadedModel implements TrainableModel {
    private final ModelContext context;
    private final OnnxModelProvider settings;
    private final OnnxBody body;
    private final NetworkPlan plan;
    private final List<float[]> weights;
    private final HeadNetwork network;
    private final OpenOrClosed guard;

    private HeadedModel(
            ModelContext context, OnnxModelProvider settings, OnnxBody body, NetworkPlan plan, List<float[]> weights) {
        this.context = context;
        this.settings = settings;
        this.body = body;
        this.plan = plan;
        this.weights = weights;
        this.network = new HeadNetwork(plan, weights);
        this.guard = new OpenOrClosed(context.name());
    }

    /** A model that owns the body, with a head as it is drawn. */
    static HeadedModel untrained(ModelContext context, OnnxModelProvider settings, Head head, OnnxBody body) {
        NetworkPlan plan = plan(context, head, body);
        return new HeadedModel(context, settings, body, plan, plan.initialWeights(context.seed()));
    }

    /** A model that owns the body, with a head that was saved. */
    static HeadedModel restored(ModelContext context, OnnxModelProvider settings, Head head, OnnxBody body, Path folder)
            throws IOException {
        NetworkPlan plan = plan(context, head, body);
        return new HeadedModel(context, settings, body, plan, new SavedWeights(plan).restore(folder));
    }

    private static NetworkPlan plan(ModelContext context, Head head, OnnxBody body) {
        FloatTensor like = new FloatTensor(0, new int[] {body.width()}, new float[0]);
        return NetworkPlan.of(head.network(), like, context.classes());
    }

    @Override
    public Outputs outputs(Inputs inputs, Set<Need> needs) {
        return guard.shared(() -> {
            int n = inputs.rows();
            List<float[]> activations = network.activations(encoded(inputs, needs), n);
            Outputs outputs = Outputs.of(new Logits(n, plan.classes(), activations.get(activations.size() - 1)));
            return needs.contains(Need.FEATURES)
                    ? outputs.withFeatures(
                            new Features(n, plan.featureWidth(), activations.get(activations.size() - 2)))
                    : outputs;
        });
    }

    /** Features are asked of what is learned from: those of a run with a cache are there once training needs them. */
    private float[] encoded(Inputs inputs, Set<Need> needs) {
        if (context.cache() == WorkCache.NONE || !needs.contains(Need.FEATURES)) {
            return body.answer(inputs, false).values();
        }
        try {
            FloatTensor kept = new KeptFeatures(settings, body, context.cache())
                    .of(inputs, "encoding for " + context.name(), Progress.SILENT);
            float[] values = new float[Math.multiplyExact(kept.rows(), kept.width())];
            kept.copyRows(0, kept.rows(), values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void train(Examples train, Examples validation, TrainingPlan given, Checkpoint checkpoint, Progress progress)
            throws IOException {
        guard.alone(() -> {
            KeptFeatures features = new KeptFeatures(settings, body, context.cache());
            String activity = "encoding for " + context.name();
            Examples learned = new Examples(features.of(train.inputs(), activity, progress), train.labels());
            Examples judged = new Examples(features.of(validation.inputs(), activity, progress), validation.labels());
            new TrainingLoop(context.name(), plan, given)
                    .run(new HeadLearner(plan, weights, given.learningRate()), learned, judged, checkpoint, progress);
            return this;
        });
    }

    @Override
    public void save(Path folder) throws IOException {
        guard.shared(() -> {
            if (settings.mix().isPresent()) {
                SavedModel.copy(settings, body.file(), settings.mix().get().into(settings.file()), folder);
            } else {
                SavedModel.copy(settings, body.file(), folder);
            }
            new SavedWeights(plan).save(weights, folder);
            SavedModel.seal(folder);
            return this;
        });
    }

    @Override
    public OptionalLong parameters() {
        return OptionalLong.of(body.file().parameters() + plan.parameterCount());
    }

    @Override
    public OptionalLong macs() {
        return settings.macs().isPresent()
                ? OptionalLong.of((long) settings.macs().getAsDouble() + plan.macs())
                : OptionalLong.empty();
    }

    @Override
    public void close() {
        guard.close(body::close);
    }
}
