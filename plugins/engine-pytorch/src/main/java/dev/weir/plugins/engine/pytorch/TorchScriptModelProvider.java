package dev.weir.plugins.engine.pytorch;

import dev.weir.api.Default;
import dev.weir.api.Doc;
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
import dev.weir.plugins.engine.support.ModelFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.pf4j.Extension;

/**
 * A TorchScript file on PyTorch, as it is. Such a file is a program: it runs with the rights of the process,
 * so it is opened only from a file that the user named.
 *
 * @param file the program and its weights
 * @param macs multiply-accumulate operations for one example, where they are known
 * @param device what it runs on: auto, cpu or gpu:N
 */
@Extension
@Name("torchscript")
@Doc("a TorchScript file on PyTorch, as it is; float tensors in, logits out")
@Offers({Capability.INFER, Capability.SAVE, Capability.WEIGHTS, Capability.MIX})
public record TorchScriptModelProvider(
        @Doc("the TorchScript file; it is a program: name only one that you trust")
        Path file,

        @Doc("multiply-accumulate operations for one example, such as 390e6; a whole number of at least 0")
        OptionalDouble macs,

        @Default("cpu")
        @Doc("what it runs on: cpu, gpu:N for graphics processor N, or auto for the first one where there is one")
        String device)
        implements ModelProvider {

    private static final byte[] ARCHIVE = {'P', 'K', 3, 4};

    public TorchScriptModelProvider {
        macs.ifPresent(count -> Require.count("macs", count));
        DeviceChoice.of(device);
    }

    @Override
    public Set<Capability> capabilities() {
        EnumSet<Capability> capabilities = EnumSet.of(Capability.INFER, Capability.SAVE);
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
        Set<String> buffers = TorchScriptCode.buffers(file);
        return buffers.isEmpty()
                ? Optional.empty()
                : Optional.of(file.getFileName() + " keeps the buffers " + String.join(", ", buffers)
                        + " beside its weights, as batch normalization does, and they cannot be read; export it without"
                        + " batch normalization");
    }

    @Override
    public Optional<TrainingPlan> training() {
        return Optional.empty();
    }

    @Override
    public void check(ModelContext context) throws IOException {
        FloatInputs.require("file", context.like());
        check(file);
    }

    private static void check(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw wrong(file + " is a folder\nName the TorchScript file itself.");
        }
        if (!Files.exists(file)) {
            throw wrong(file + ": there is no such file\nName a TorchScript file.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (!Arrays.equals(in.readNBytes(ARCHIVE.length), ARCHIVE)) {
                throw wrong(file + " is not a TorchScript file\nWrite one with torch.jit.save.");
            }
        }
    }

    private static IllegalArgumentException wrong(String message) {
        return new IllegalArgumentException("file: " + message);
    }

    @Override
    public Model open(ModelContext context) throws IOException {
        check(context);
        return open(file, context);
    }

    /** Opens the copy in the folder; the file of the settings may be gone. */
    @Override
    public Model restore(ModelContext context, Path folder) throws IOException {
        ModelFolder.requireNoCode(folder);
        Path copy = folder.resolve(TorchScriptModel.PROGRAM);
        check(copy);
        return open(copy, context);
    }

    private Model open(Path of, ModelContext context) throws IOException {
        TorchScriptModel program = TorchScriptModel.open(of, macs, DeviceChoice.of(device), context);
        return TorchScriptCode.buffers(of).isEmpty() ? program : new ProgramWithBuffers(program);
    }
}
