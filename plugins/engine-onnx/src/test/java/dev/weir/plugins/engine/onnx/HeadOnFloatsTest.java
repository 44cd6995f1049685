package dev.weir.plugins.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelContract;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.TrainableModel;
import dev.weir.api.model.WorkCache;
import dev.weir.plugins.engine.support.Network;
import dev.weir.plugins.engine.support.NetworkPlan;
import dev.weir.plugins.engine.support.OnnxExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A head that learns on the features of a frozen network of floats. */
class HeadOnFloatsTest implements ModelContract {

    @TempDir
    private Path folder;

    @Override
    public ModelProvider provider(Random random) throws IOException {
        Path file = folder.resolve("net" + System.nanoTime() + ".onnx");
        NetworkPlan plan = NetworkPlan.of(new Network.Mlp(List.of(7)), inputs(new Random(1), 0), 2);
        new OnnxExport(plan).write(plan.initialWeights(7), file);
        return new OnnxModelProvider(
                file,
                Optional.of("input"),
                Optional.of("features"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Head(new Network.Linear(), 10, 0.01, 16, 0)),
                OptionalDouble.of(42),
                "cpu",
                Optional.empty());
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        float[] values = new float[rows * 6];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new FloatTensor(rows, new int[] {2, 3}, values);
    }

    @Override
    public int classes() {
        return 3;
    }

    @Test
    void theSameNumbersInAnotherShapeReadNothingOfTheFirst() throws IOException {
        Path any = OnnxFiles.sum(folder.resolve("any.onnx"), List.of());
        Set<String> groups = new HashSet<>();
        WorkCache cache = new WorkCache() {
            @Override
            public List<byte[]> all(String group) {
                return List.of();
            }

            @Override
            public void keep(String group, byte[] work) {
                groups.add(group);
            }
        };

        for (int[] shape : new int[][] {{3}, {1, 3}}) {
            FloatTensor inputs = new FloatTensor(2, shape, new float[] {1, 2, 3, 4, 5, 6});
            ModelContext context = new ModelContext("m", inputs, 2, 1).withCache(cache);
            try (TrainableModel model = (TrainableModel) headed(any).open(context)) {
                model.train(
                        new Examples(inputs, new Labels(2, new int[] {0, 1})),
                        new Examples(inputs.select(new int[0]), new Labels(2, new int[0])),
                        plan(),
                        Checkpoint.NONE,
                        Progress.SILENT);
            }
        }

        assertThat(groups).hasSize(2);
    }

    @Test
    void aMixOfTwoFilesIsEitherAtItsEndsAndIsSavedAsItIs(@TempDir Path saved) throws IOException {
        NetworkPlan plan = NetworkPlan.of(new Network.Mlp(List.of(7)), inputs(new Random(1), 0), 2);
        Path first = folder.resolve("first.onnx");
        Path second = folder.resolve("second.onnx");
        new OnnxExport(plan).write(plan.initialWeights(1), first);
        new OnnxExport(plan).write(plan.initialWeights(2), second);
        Inputs inputs = inputs(new Random(3), 5);
        ModelContext context = new ModelContext("m", inputs, 3, 1);

        assertThat(answers(mixed(first, second, 0), context)).isEqualTo(answers(headed(first), context));
        assertThat(answers(mixed(first, second, 1), context)).isEqualTo(answers(headed(second), context));
        try (Model half = mixed(first, second, 0.5).open(context)) {
            float[] answered = half.outputs(inputs, Set.of()).logits().toFloats();
            assertThat(answered).isNotEqualTo(answers(headed(first), context));
            half.save(saved);
            Files.delete(second);
            try (Model restored = mixed(first, second, 0.5).restore(context, saved)) {
                assertThat(restored.outputs(inputs, Set.of()).logits().toFloats())
                        .isEqualTo(answered);
            }
        }
    }

    @Test
    void filesOfTwoNetworksAreNotMixed() throws IOException {
        NetworkPlan plan = NetworkPlan.of(new Network.Mlp(List.of(7)), inputs(new Random(1), 0), 2);
        NetworkPlan other = NetworkPlan.of(new Network.Mlp(List.of(8)), inputs(new Random(1), 0), 2);
        Path first = folder.resolve("first.onnx");
        Path second = folder.resolve("second.onnx");
        new OnnxExport(plan).write(plan.initialWeights(1), first);
        new OnnxExport(other).write(other.initialWeights(2), second);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> mixed(first, second, 0.5).open(new ModelContext("m", inputs(new Random(3), 1), 3, 1)))
                .withMessageStartingWith("mix: weight set 2: weights of another network");
    }

    private static float[] answers(OnnxModelProvider provider, ModelContext context) throws IOException {
        try (Model model = provider.open(context)) {
            return model.outputs(context.like(), Set.of()).logits().toFloats();
        }
    }

    private static OnnxModelProvider mixed(Path first, Path second, double coefficient) {
        OnnxModelProvider plain = headed(first);
        return new OnnxModelProvider(
                first,
                plain.input(),
                plain.output(),
                plain.features(),
                plain.texts(),
                plain.head(),
                plain.macs(),
                plain.device(),
                Optional.of(new FileMix(second, coefficient)));
    }

    private static OnnxModelProvider headed(Path file) {
        return new OnnxModelProvider(
                file,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Head(new Network.Linear(), 1, 0.01, 16, 0)),
                OptionalDouble.empty(),
                "cpu",
                Optional.empty());
    }
}
