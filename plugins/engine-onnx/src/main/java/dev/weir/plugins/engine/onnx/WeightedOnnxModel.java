package dev.weir.plugins.engine.onnx;

import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Require;
import dev.weir.api.model.MixableModel;
import dev.weir.api.model.MixedModel;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.WeightMix;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import dev.weir.plugins.engine.support.Mixture;
import dev.weir.plugins.engine.support.OpenOrClosed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that puts out logits and whose weights can be read, replaced and mixed. ONNX Runtime arranges weights for
 * the processor when it opens a file, so other weights are the file opened anew, from memory; answers are then as
 * fast as those of the file itself.
 */
final class WeightedOnnxModel implements MixableModel {
    private final ModelContext context;
    private final OnnxModelProvider settings;
    private final OnnxBody body;
    private final OnnxModel answering;
    private final OpenOrClosed guard;
    /** The file with the weights that it got; null while it has its own. */
    private @Nullable WeightImage image;

    /** A model that owns the body. */
    WeightedOnnxModel(ModelContext context, OnnxModelProvider settings, OnnxBody body) {
        this.context = context;
        this.settings = settings;
        this.body = body;
        this.answering = new OnnxModel(context, settings, body);
        this.guard = answering.guard();
    }

    @Override
    public Outputs outputs(Inputs inputs, Set<Need> needs) {
        return answering.outputs(inputs, needs);
    }

    @Override
    public WeightSet weights() {
        try {
            return guard.shared(() -> image().weights().requireFinite());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WeightImage image() throws IOException {
        return image == null ? WeightImage.read(settings.file()) : image;
    }

    @Override
    public void load(WeightSet weights) {
        try {
            guard.alone(() -> {
                WeightImage given = image();
                WeightSet before = given.weights();
                given.write(arrays(before.ordered(weights).requireFinite()));
                try {
                    body.exchange(given);
                } catch (IOException | RuntimeException e) {
                    given.write(arrays(before));
                    throw e;
                }
                image = given;
                return this;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<float[]> arrays(WeightSet weights) {
        return weights.tensors().stream()
                .map(tensor -> ((WeightTensor.Floats) tensor).values())
                .toList();
    }

    @Override
    public MixedModel mixed(List<WeightSet> sets) throws IOException {
        Require.atLeast("weight sets to mix", 1, sets.size());
        WeightMix mix = new WeightMix(ordered(sets));
        WeightImage mixed = WeightImage.read(settings.file());
        mixed.write(arrays(mix.sets().get(0)));
        OnnxBody opened = OnnxBody.open(settings, context.like(), mixed);
        OnnxModel model = new OnnxModel(context, settings, opened);
        return new Mixture(model, model.guard(), mix, weights -> {
            mixed.write(weights);
            try {
                opened.exchange(mixed);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private List<WeightSet> ordered(List<WeightSet> sets) {
        WeightSet own = weights();
        List<WeightSet> ordered = new ArrayList<>();
        for (WeightSet set : sets) {
            try {
                ordered.add(own.ordered(set).requireFinite());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("weight set " + (ordered.size() + 1) + ": " + e.getMessage(), e);
            }
        }
        return ordered;
    }

    @Override
    public void save(Path folder) throws IOException {
        guard.shared(() -> {
            if (image == null) {
                SavedModel.copy(settings, body.file(), folder);
            } else {
                SavedModel.copy(settings, body.file(), image, folder);
            }
            SavedModel.seal(folder);
            return this;
        });
    }

    @Override
    public OptionalLong parameters() {
        return answering.parameters();
    }

    @Override
    public OptionalLong macs() {
        return answering.macs();
    }

    @Override
    public void close() {
        answering.close();
    }
}
