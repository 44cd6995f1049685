package dev.weir.plugins.engine.pytorch;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.TrainingPlan;
import dev.weir.plugins.engine.support.Network;
import dev.weir.plugins.engine.support.NetworkModel;
import dev.weir.plugins.engine.support.Throughput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Compares this engine with a plain DJL block of the same layers, in one process, on noise of Fashion-MNIST's
 * shape; and reads the memory of the process over many passes. The README has the command.
 */
final class Benchmark {
    private static final int ROWS = Throughput.ROWS;
    private static final int BATCH = 128;
    private static final int CLASSES = 10;
    private static final int[] SHAPE = {1, 28, 28};
    private static final Shape BATCH_SHAPE = new Shape(BATCH, 1, 28, 28);
    private static final List<Integer> CHANNELS = List.of(24, 48, 96);

    private final Examples noise = noise();
    private final List<Inputs> batches = IntStream.range(0, ROWS / BATCH)
            .mapToObj(i -> noise.inputs()
                    .select(IntStream.range(i * BATCH, (i + 1) * BATCH).toArray()))
            .toList();
    private final float[] batch = new float[BATCH * 28 * 28];

    private Benchmark() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        int passes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        new Benchmark().run(passes);
    }

    @SuppressWarnings("SystemOut")
    private void run(int passes) throws IOException {
        Engine engine = Engine.getEngine("PyTorch");
        try (NDManager manager = engine.newBaseManager(Device.cpu());
                Model plain = plain(manager);
                Trainer trainer = trainer(plain)) {
            Throughput inference =
                    Throughput.of(() -> infer(plain.getBlock(), manager)).get(0);
            Throughput training = Throughput.of(() -> train(trainer)).get(0);
            Throughput.heading();
            inference.print("inference, plain DJL block, allocator as it comes");
            training.print("training,  plain DJL block, allocator as it comes");

            try (NetworkModel model = (NetworkModel)
                    new PyTorchModelProvider(new Network.Cnn(CHANNELS), Optional.empty(), 1, 0.002, BATCH, 0, "cpu")
                            .open(new ModelContext("noise", noise.inputs(), CLASSES, 1))) {
                List<Throughput> inferences = Throughput.of(() -> infer(plain.getBlock(), manager), () -> infer(model));
                List<Throughput> trainings = Throughput.of(() -> train(trainer), () -> train(model));
                inferences.get(0).print("inference, plain DJL block, allocator set");
                inferences.get(1).print("inference, Weir");
                trainings.get(0).print("training,  plain DJL block, allocator set");
                trainings.get(1).print("training,  Weir");
                System.out.printf(
                        "Weir to plain as it comes: inference %.2f, training %.2f%n",
                        inferences.get(1).over(inference), trainings.get(1).over(training));
                System.out.printf(
                        "Weir to plain, allocator set: inference %.2f, training %.2f%n",
                        inferences.get(1).over(inferences.get(0)),
                        trainings.get(1).over(trainings.get(0)));
                Throughput.memory(passes, pass -> model.outputs(batches.get(pass % batches.size()), Set.of()));
            }
        }
    }

    private void infer(NetworkModel model) {
        batches.forEach(inputs -> model.outputs(inputs, Set.of()));
    }

    private void train(NetworkModel model) {
        try {
            model.train(
                    noise,
                    noise.select(new int[0]),
                    new TrainingPlan(new CrossEntropy(), 1, BATCH, 0.002, 1),
                    Checkpoint.NONE,
                    Progress.SILENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void infer(Block block, NDManager manager) {
        FloatTensor images = (FloatTensor) noise.inputs();
        for (int from = 0; from < ROWS; from += BATCH) {
            images.copyRows(from, from + BATCH, batch);
            try (NDManager scope = manager.newSubManager()) {
                NDArray input = scope.create(FloatBuffer.wrap(batch), BATCH_SHAPE);
                block.forward(new ParameterStore(scope, false), new NDList(input), false)
                        .singletonOrThrow()
                        .toFloatArray();
            }
        }
    }

    private void train(Trainer trainer) {
        FloatTensor images = (FloatTensor) noise.inputs();
        Loss loss = Loss.softmaxCrossEntropyLoss();
        for (int from = 0; from < ROWS; from += BATCH) {
            images.copyRows(from, from + BATCH, batch);
            float[] labels = new float[BATCH];
            for (int i = 0; i < BATCH; i++) {
                labels[i] = noise.labels().at(from + i);
            }
            try (NDManager scope = trainer.getManager().newSubManager()) {
                NDList input = new NDList(scope.create(FloatBuffer.wrap(batch), BATCH_SHAPE));
                NDList label = new NDList(scope.create(labels));
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    NDArray value = loss.evaluate(label, trainer.forward(input));
                    value.attach(scope);
                    collector.backward(value);
                }
                trainer.step();
            }
        }
    }

    private static Model plain(NDManager manager) {
        SequentialBlock block = new SequentialBlock();
        for (int channels : CHANNELS) {
            block.add(Conv2d.builder()
                            .setKernelShape(new Shape(3, 3))
                            .setFilters(channels)
                            .optPadding(new Shape(1, 1))
                            .build())
                    .add(Activation.reluBlock())
                    .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
        }
        block.add(Pool.globalAvgPool2dBlock()).add(Blocks.batchFlattenBlock());
        block.add(Linear.builder().setUnits(CLASSES).build());
        Model model =
                Model.newInstance("plain", Device.cpu(), manager.getEngine().getEngineName());
        model.setBlock(block);
        return model;
    }

    private static Trainer trainer(Model plain) {
        Trainer trainer = plain.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(0.002f))
                        .build()));
        trainer.initialize(BATCH_SHAPE);
        return trainer;
    }

    private static Examples noise() {
        Random random = new Random(1);
        float[] values = new float[ROWS * 28 * 28];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new Examples(
                new FloatTensor(ROWS, SHAPE, values),
                new Labels(CLASSES, random.ints(ROWS, 0, CLASSES).toArray()));
    }
}
