package dev.weir.plugins.engine.tensorflow;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.FloatTensor;
import dev.weir.api.Name;
import dev.weir.api.Require;
import dev.weir.api.model.Capability;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.Offers;
import dev.weir.api.model.TrainingPlan;
import dev.weir.plugins.engine.support.DeviceChoice;
import dev.weir.plugins.engine.support.FloatInputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.pf4j.Extension;

/**
 * A SavedModel on TensorFlow, as it is. It is a program: it runs with the rights of the process, so it is opened
 * only from a place that the user named.
 *
 * @param file      the folder of the model, or the file {@code saved_model.pb} in it
 * @param signature the one that is asked
 * @param channels  where images have their channels inside the model
 * @param macs      multiply-accumulate operations for one example, where they are known
 * @param device    what it runs on: auto, cpu or gpu:N
 */
@Extension
@Name("saved-model")
@Doc("a SavedModel on TensorFlow, as it is; float tensors in, logits out")
@Offers(Capability.INFER)
public record SavedModelProvider(
        @Doc("the folder of the SavedModel; it is a program: name only one that you trust")
        Path file,

        @Default("serving_default") @Doc("the signature that is asked; one float tensor in, one out")
        String signature,

        @Default("first")
        @Doc("where the model has the channels of an image; last for [height, width, channels], and inputs are turned"
                + " before they are handed over")
        Channels channels,

        @Doc("multiply-accumulate operations for one example, such as 390e6; a whole number of at least 0")
        OptionalDouble macs,

        @Default("cpu")
        @Doc("what it runs on: cpu, gpu:N for graphics processor N, or auto for the first one where there is one")
        String device)
        implements ModelProvider {

    /** Where an image has its channels. */
    public enum Channels {
        FIRST,
        LAST
    }

    public SavedModelProvider {
        macs.ifPresent(count -> Require.count("macs", count));
        DeviceChoice.of(device);
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.INFER);
    }

    @Override
    public Optional<TrainingPlan> training() {
        return Optional.empty();
    }

    @Override
    public void check(ModelContext context) throws IOException {
        call(context);
    }

    @Override
    public Model open(ModelContext context) throws IOException {
        return SavedModel.open(this, call(context), context.name());
    }

    private SavedModelCall call(ModelContext context) throws IOException {
        FloatTensor like = FloatInputs.require("file", context.like());
        if (channels == Channels.LAST && like.shape().length != 3) {
            throw new IllegalArgumentException(
                    "channels: last is for inputs of shape [channels, height, width], got " + like.kind());
        }
        return SavedModelCall.of(this, like.shape(), context.classes());
    }
}
