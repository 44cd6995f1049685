package dev.weir.plugins.engine.onnx;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.FloatTensor;
import dev.weir.api.Name;
import dev.weir.api.Require;
import dev.weir.api.Texts;
import dev.weir.api.model.Capability;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.Offers;
import dev.weir.api.model.TrainingPlan;
import dev.weir.plugins.engine.support.DeviceChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.pf4j.Extension;

/**
 * An ONNX file on ONNX Runtime: a classifier as it is, or a frozen encoder with a head that learns.
 *
 * @param file     the model
 * @param input    the input that float tensors go into
 * @param output   what is read: logits, or what the head learns on
 * @param features an output with features beside the logits
 * @param texts    how texts go in; without it the model takes float tensors
 * @param head     what learns on the output; without it the output is the logits
 * @param macs     multiply-accumulate operations for one example, where they are known
 * @param device   what it runs on: auto, cpu or gpu:N
 * @param mix      a file whose weights are mixed into those of this one, before the head learns
 */
@Extension
@Name("onnx")
@Offers({Capability.INFER, Capability.FEATURES, Capability.TRAIN, Capability.SAVE, Capability.WEIGHTS, Capability.MIX})
@Doc("an ONNX file on ONNX Runtime: a classifier as it is, or a frozen encoder with a head that is trained")
public record OnnxModelProvider(
        @Doc("the ONNX file") Path file,

        @Doc("the input that float tensors go into; needed only where the file has several")
        Optional<String> input,

        @Doc("the output that is read: logits, or what the head learns on; the file's first, unless named")
        Optional<String> output,

        @Doc("an output with features beside the logits; a head gives features anyway")
        Optional<String> features,

        @Doc("how texts go in; without it the model takes float tensors")
        Optional<TextInput> texts,

        @Doc("what is trained on the output of the file, which stays as it is; without it the output is the logits")
        Optional<Head> head,

        @Doc("multiply-accumulate operations for one example, such as 390e6; a whole number of at least 0")
        OptionalDouble macs,

        @Default("cpu")
        @Doc("what it runs on: cpu, gpu:N for graphics processor N, or auto for the first one where there is one")
        String device,

        @Doc("another file of the same network, whose weights are mixed into this one's before the head learns:"
                + " { file: other.onnx, coefficient: 0.5 }")
        Optional<FileMix> mix)
        implements ModelProvider {

    public OnnxModelProvider {
        macs.ifPresent(count -> Require.count("macs", count));
        DeviceChoice.of(device);
        if (head.isPresent() && features.isPresent()) {
            throw new IllegalArgumentException(
                    "features must be left out where there is a head: it gives features itself");
        }
        if (mix.isPresent() && head.isEmpty()) {
            throw new IllegalArgumentException(
                    "mix belongs to a file with a head, which learns on what the mix puts out"
                            + "\nGive it a head, or mix the weights of two models in a job: interpolate.");
        }
        if (texts.isPresent() && input.isPresent()) {
            throw new IllegalArgumentException("input must be left out where there are texts"
                    + "\nName the inputs under texts: ids, mask, types.");
        }
    }

    @Override
    public Set<Capability> capabilities() {
        EnumSet<Capability> capabilities = EnumSet.of(Capability.INFER, Capability.SAVE);
        if (head.isPresent()) {
            capabilities.add(Capability.TRAIN);
        }
        if (head.isPresent() || features.isPresent()) {
            capabilities.add(Capability.FEATURES);
        }
        if (reasonWithout(Capability.MIX).isEmpty()) {
            capabilities.add(Capability.WEIGHTS);
            capabilities.add(Capability.MIX);
        }
        return capabilities;
    }

    @Override
    public Optional<String> reasonWithout(Capability capability) {
        if (capability != Capability.WEIGHTS && capability != Capability.MIX) {
            return Optional.empty();
        }
        if (head.isPresent()) {
            return Optional.of("under a head its file stays as it is; another file is mixed into it with its own mix");
        }
        try {
            return OnnxFile.read(file).whyNoWeights();
        } catch (IOException | IllegalArgumentException e) { // what is wrong is for check to say
            return Optional.of(file.getFileName() + " cannot be read");
        }
    }

    @Override
    public Optional<TrainingPlan> training() {
        return head.map(Head::plan);
    }

    @Override
    public void check(ModelContext context) throws IOException {
        if (texts.isPresent() && !(context.like() instanceof Texts)) {
            throw new IllegalArgumentException("texts: this model takes texts, got "
                    + context.like().kind() + "\nName a column of texts with the source's 'text', or leave texts out.");
        }
        if (texts.isEmpty() && !(context.like() instanceof FloatTensor)) {
            throw new IllegalArgumentException("file: this model takes float tensors, got "
                    + context.like().kind()
                    + (context.like() instanceof Texts ? "\nSay with texts how they go in." : ""));
        }
        OnnxFile read = OnnxFile.read(file);
        List<String> inputs = read.inputs().stream().map(OnnxFile.Value::name).toList();
        if (texts.isPresent()) {
            TokenizerFile.read(texts.get());
            TokenInputs.of(texts.get(), read);
        } else {
            String name = floatInput(inputs);
            read.rowsAtOnce(name, 1);
            requireFitting(read.input(name), ((FloatTensor) context.like()).shape());
        }
        List<String> outputs = read.outputs().stream().map(OnnxFile.Value::name).toList();
        output.ifPresent(name -> requireKnown("output", name, outputs));
        features.ifPresent(name -> requireKnown("features", name, outputs));
        if (mix.isPresent()) {
            requireWeights(file, read);
            requireWeights(mix.get().file(), OnnxFile.read(mix.get().file()));
        }
    }

    private static void requireWeights(Path of, OnnxFile read) {
        read.whyNoWeights().ifPresent(reason -> {
            throw new IllegalArgumentException("mix: the weights of " + of + " cannot be mixed: " + reason
                    + "\nTake files of one network whose weights are 32-bit floats, without batch normalization.");
        });
    }

    /** Shapes that the file fixes and that are not those of the data; what it leaves open is tried when it is opened. */
    private void requireFitting(OnnxFile.Value taken, int[] shape) {
        List<Long> dimensions = taken.dimensions();
        boolean fits = dimensions.isEmpty() || dimensions.size() == shape.length + 1;
        for (int i = 0; fits && !dimensions.isEmpty() && i < shape.length; i++) {
            fits = taken.fixed(i + 1) < 0 || taken.fixed(i + 1) == shape[i];
        }
        if (!fits) {
            throw new IllegalArgumentException("file: " + file + " takes inputs of shape "
                    + dimensions.subList(1, dimensions.size()) + ", the data are " + Arrays.toString(shape)
                    + "\n-1 may be any. Give the data the shape of the model.");
        }
    }

    /** The input that float tensors go into. */
    String floatInput(List<String> inputs) {
        input.ifPresent(name -> requireKnown("input", name, inputs));
        if (inputs.size() != 1) {
            throw new IllegalArgumentException("file: " + file + " takes "
                    + (inputs.isEmpty() ? "nothing" : "several inputs: " + String.join(", ", inputs))
                    + (inputs.isEmpty() ? "" : "\nOnly texts go into several: see texts."));
        }
        return inputs.get(0);
    }

    private void requireKnown(String setting, String name, List<String> known) {
        if (!known.contains(name)) {
            throw new IllegalArgumentException(
                    setting + ": " + file + " has no '" + name + "'\nIt has: " + String.join(", ", known) + ".");
        }
    }

    @Override
    public Model open(ModelContext context) throws IOException {
        check(context);
        OnnxBody body = OnnxBody.open(this, context.like());
        try {
            return head.isEmpty()
                    ? asItIs(context, this, body)
                    : HeadedModel.untrained(context, this, head.get(), body);
        } catch (RuntimeException e) {
            body.close();
            throw e;
        }
    }

    @Override
    public Model restore(ModelContext context, Path folder) throws IOException {
        OnnxModelProvider saved = SavedModel.open(this, folder);
        OnnxBody body = OnnxBody.open(saved, context.like());
        try {
            return head.isEmpty()
                    ? asItIs(context, saved, body)
                    : HeadedModel.restored(context, saved, head.get(), body, folder);
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
    }

    private static Model asItIs(ModelContext context, OnnxModelProvider settings, OnnxBody body) {
        return body.file().hasWeights()
                ? new WeightedOnnxModel(context, settings, body)
                : new OnnxModel(context, settings, body);
    }

    /** The same settings for files in other places, whose weights are mixed already. */
    OnnxModelProvider at(Path givenFile, Path givenTokenizer) {
        return new OnnxModelProvider(
                givenFile,
                input,
                output,
                features,
                texts.map(given -> given.at(givenTokenizer)),
                head,
                macs,
                device,
                Optional.empty());
    }
}
