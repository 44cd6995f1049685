package dev.weir.api.model;

import dev.weir.api.Features;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/** The contract holds for the smallest model that learns: one layer, trained by full gradient steps. */
class LinearModelTest implements ModelContract {
    private static final int WIDTH = 3;
    private static final int CLASSES = 4;

    @Override
    public ModelProvider provider(Random random) {
        return new ModelProvider() {
            @Override
            public Set<Capability> capabilities() {
                return Set.of(Capability.INFER, Capability.FEATURES, Capability.TRAIN);
            }

            @Override
            public Optional<TrainingPlan> training() {
                return Optional.of(plan());
            }

            @Override
            public Model open(ModelContext context) {
                return new LinearModel(new Random(context.seed()));
            }
        };
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        float[] values = new float[rows * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new FloatTensor(rows, new int[] {WIDTH}, values);
    }

    @Override
    public int classes() {
        return CLASSES;
    }

    private static final class LinearModel implements TrainableModel {
        private final double[] weights;
        private boolean closed;

        LinearModel(Random random) {
            weights = random.doubles(WIDTH * CLASSES).toArray();
        }

        @Override
        public Outputs outputs(Inputs inputs, Set<Need> needs) {
            FloatTensor tensor = tensor(inputs);
            double[] logits = new double[tensor.rows() * CLASSES];
            for (int i = 0; i < logits.length; i++) {
                for (int j = 0; j < WIDTH; j++) {
                    logits[i] += weights[j * CLASSES + i % CLASSES] * tensor.at(i / CLASSES, j);
                }
            }
            Outputs outputs = Outputs.of(new Logits(tensor.rows(), CLASSES, logits));
            return needs.contains(Need.FEATURES) ? outputs.withFeatures(features(tensor)) : outputs;
        }

        /** One layer sees the inputs themselves. */
        private static Features features(FloatTensor tensor) {
            float[] values = new float[tensor.rows() * WIDTH];
            tensor.copyRows(0, tensor.rows(), values);
            return new Features(tensor.rows(), WIDTH, values);
        }

        private FloatTensor tensor(Inputs inputs) {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            if (inputs instanceof FloatTensor tensor && tensor.width() == WIDTH) {
                return tensor;
            }
            throw new IllegalArgumentException("float tensors of width " + WIDTH + " expected, got " + inputs.kind());
        }

        @Override
        public void train(
                Examples train, Examples validation, TrainingPlan plan, Checkpoint checkpoint, Progress progress) {
            FloatTensor tensor = tensor(train.inputs());
            Labels labels = train.labels();
            for (int epoch = 0; epoch < plan.epochs(); epoch++) {
                Logits logits = outputs(tensor, Set.of()).logits();
                double[] gradient = plan.objective()
                        .evaluate(TrainingBlock.whole(logits, labels))
                        .gradient();
                for (int i = 0; i < gradient.length; i++) {
                    for (int j = 0; j < WIDTH; j++) {
                        weights[j * CLASSES + i % CLASSES] -=
                                plan.learningRate() * gradient[i] * tensor.at(i / CLASSES, j);
                    }
                }
                if (validation.size() > 0) {
                    progress.validated(epoch + 1, accuracy(validation));
                }
            }
        }

        private double accuracy(Examples examples) {
            Logits logits = outputs(examples.inputs(), Set.of()).logits();
            int right = 0;
            for (boolean match : examples.labels().matches(logits.predictions())) {
                right += match ? 1 : 0;
            }
            return (double) right / examples.size();
        }

        @Override
        public OptionalLong parameters() {
            return OptionalLong.of(weights.length);
        }

        @Override
        public OptionalLong macs() {
            return OptionalLong.of(weights.length);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
