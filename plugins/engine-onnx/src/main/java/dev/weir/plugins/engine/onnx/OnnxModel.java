package dev.weir.plugins.engine.onnx;

import dev.weir.api.Features;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.plugins.engine.support.OpenOrClosed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/** A file that puts out logits, as it is. */
final class OnnxModel implements Model {
    private final OnnxModelProvider settings;
    private final OnnxBody body;
    private final OpenOrClosed guard;

    /**
     * A model that owns the body.
     *
     * @throws IllegalArgumentException when the file puts out another number of classes
     */
    OnnxModel(ModelContext context, OnnxModelProvider settings, OnnxBody body) {
        this.settings = settings;
        this.body = body;
        this.guard = new OpenOrClosed(context.name());
        int k = body.width();
        if (k < 1 || (context.classes() > 0 && k != context.classes())) {
            throw new IllegalArgumentException("file: " + settings.file() + " puts out " + k + " numbers for one input,"
                    + " expected one for each of " + context.classes() + " classes"
                    + "\nAn encoder needs a head, which learns the classes: head: linear.");
        }
    }

    @Override
    public Outputs outputs(Inputs inputs, Set<Need> needs) {
        return guard.shared(() -> {
            int n = inputs.rows();
            OnnxBody.Answer answer = body.answer(inputs, needs.contains(Need.FEATURES));
            Outputs outputs = Outputs.of(new Logits(n, answer.width(), answer.values()));
            return answer.featureWidth() > 0
                    ? outputs.withFeatures(new Features(n, answer.featureWidth(), answer.features()))
                    : outputs;
        });
    }

    /** Guards the body. */
    OpenOrClosed guard() {
        return guard;
    }

    @Override
    public void save(Path folder) throws IOException {
        guard.shared(() -> {
            SavedModel.copy(settings, body.file(), folder);
            SavedModel.seal(folder);
            return this;
        });
    }

    @Override
    public OptionalLong parameters() {
        return OptionalLong.of(body.file().parameters());
    }

    @Override
    public OptionalLong macs() {
        return settings.macs().isPresent()
                ? OptionalLong.of((long) settings.macs().getAsDouble())
                : OptionalLong.empty();
    }

    @Override
    public void close() {
        guard.close(body::close);
    }
}
