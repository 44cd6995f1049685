package dev.weir.plugins.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.FloatTensor;
import dev.weir.api.Logits;
import dev.weir.api.model.AtExit;
import dev.weir.api.model.ExitState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is computed between exits, on an engine of plain arrays that notes every operation. */
class ExitsOfANetworkTest {
    private static final List<String> BLOCK = List.of("convolution", "relu", "maxPool");
    private static final List<String> HEAD = List.of("globalAveragePool", "dense");

    private final List<String> done = new ArrayList<>();
    private final FloatTensor inputs = inputs(5);
    private final NetworkPlan plan = NetworkPlan.of(new Network.Cnn(List.of(3, 4, 5), List.of(1, 2)), inputs, 3);

    @Test
    void goingOnComputesTheRemainingLayersAlone() throws IOException {
        try (NetworkModel model = new NetworkModel("net", plan, plan.initialWeights(7), Noting::new)) {
            AtExit first = model.proceed(ExitState.of(inputs), 1, Set.of());
            assertThat(taken()).containsExactlyElementsOf(joined(BLOCK, HEAD));

            AtExit second = model.proceed(first.state().orElseThrow(), 2, Set.of());
            assertThat(taken()).containsExactlyElementsOf(joined(BLOCK, HEAD));

            AtExit third = model.proceed(second.state().orElseThrow(), 3, Set.of());
            assertThat(taken()).containsExactlyElementsOf(joined(BLOCK, HEAD));
            assertThat(third.state()).isEmpty();

            model.proceed(first.state().orElseThrow(), 3, Set.of());
            assertThat(taken())
                    .as("the head of exit 2 is passed by")
                    .containsExactlyElementsOf(joined(BLOCK, BLOCK, HEAD));

            Logits whole = model.outputs(inputs, Set.of()).logits();
            assertThat(taken())
                    .as("the last exit alone has no other heads")
                    .containsExactlyElementsOf(joined(BLOCK, BLOCK, BLOCK, HEAD));
            assertThat(third.outputs().logits().toDoubles()).containsExactly(whole.toDoubles(), within(1e-6));
        }
    }

    @Test
    void onlyTheRowsThatGoOnAreComputed() throws IOException {
        try (NetworkModel model = new NetworkModel("net", plan, plan.initialWeights(7), Noting::new)) {
            ExitState state =
                    model.proceed(ExitState.of(inputs), 1, Set.of()).state().orElseThrow();
            assertThat(state.rows()).isEqualTo(5);

            AtExit some = model.proceed(state.select(new int[] {4, 1}), 2, Set.of());

            assertThat(some.outputs().rows()).isEqualTo(2);
            assertThat(some.state().orElseThrow().activations().kind()).isEqualTo("float tensors of shape [4, 2, 2]");
        }
    }

    private List<String> taken() {
        List<String> taken = List.copyOf(done);
        done.clear();
        return taken;
    }

    @SafeVarargs
    private static List<String> joined(List<String>... parts) {
        List<String> joined = new ArrayList<>();
        for (List<String> part : parts) {
            joined.addAll(part);
        }
        return joined;
    }

    private static FloatTensor inputs(int rows) {
        Random random = new Random(3);
        float[] values = new float[rows * 8 * 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new FloatTensor(rows, new int[] {1, 8, 8}, values);
    }

    /** Runs networks by their definitions. */
    private final class Noting implements NetworkEngine {
        private final NetworkPlan network;
        private final List<ReferenceOperations.Tensor> weights = new ArrayList<>();

        Noting(NetworkPlan network, List<float[]> values) {
            this.network = network;
            for (int i = 0; i < values.size(); i++) {
                weights.add(ReferenceOperations.Tensor.of(
                        network.parameters().get(i).dimensions(), values.get(i)));
            }
        }

        @Override
        public NetworkPlan.Activations<float[]> forward(float[] given, int rows, Passage passage) {
            List<Integer> shape = new ArrayList<>(network.shapeAt(passage.from()));
            shape.add(0, rows);
            NetworkPlan.Activations<ReferenceOperations.Tensor> at = network.run(
                    passage.from(),
                    passage.to(),
                    ReferenceOperations.Tensor.of(shape, given),
                    weights,
                    new NotingOperations());
            return new NetworkPlan.Activations<>(
                    passage.withState() ? floats(at.state()) : new float[0],
                    passage.withFeatures() ? floats(at.features()) : new float[0],
                    floats(at.logits()));
        }

        private static float[] floats(ReferenceOperations.Tensor tensor) {
            float[] narrow = new float[tensor.values().length];
            for (int i = 0; i < narrow.length; i++) {
                narrow[i] = (float) tensor.values()[i];
            }
            return narrow;
        }

        @Override
        public List<float[]> gradients(float[] inputs, int rows, UnaryOperator<float[]> gradient) {
            throw new UnsupportedOperationException("only answers");
        }

        @Override
        public List<List<float[]>> logitGradients(float[] input, int from) {
            throw new UnsupportedOperationException("only answers");
        }

        @Override
        public List<float[]> read() {
            return weights.stream().map(Noting::floats).toList();
        }

        @Override
        public void write(List<float[]> values) {
            throw new UnsupportedOperationException("only answers");
        }

        @Override
        public void close() {}
    }

    private final class NotingOperations implements TensorOperations<ReferenceOperations.Tensor> {
        private final ReferenceOperations by = ReferenceOperations.INSTANCE;

        private ReferenceOperations.Tensor noted(String operation, ReferenceOperations.Tensor result) {
            done.add(operation);
            return result;
        }

        @Override
        public ReferenceOperations.Tensor flatten(ReferenceOperations.Tensor input) {
            return noted("flatten", by.flatten(input));
        }

        @Override
        public ReferenceOperations.Tensor dense(
                ReferenceOperations.Tensor input, ReferenceOperations.Tensor weight, ReferenceOperations.Tensor bias) {
            return noted("dense", by.dense(input, weight, bias));
        }

        @Override
        public ReferenceOperations.Tensor convolution(
                ReferenceOperations.Tensor input,
                ReferenceOperations.Tensor weight,
                ReferenceOperations.Tensor bias,
                int side,
                int stride) {
            return noted("convolution", by.convolution(input, weight, bias, side, stride));
        }

        @Override
        public ReferenceOperations.Tensor add(ReferenceOperations.Tensor first, ReferenceOperations.Tensor second) {
            return noted("add", by.add(first, second));
        }

        @Override
        public ReferenceOperations.Tensor relu(ReferenceOperations.Tensor input) {
            return noted("relu", by.relu(input));
        }

        @Override
        public ReferenceOperations.Tensor maxPool(ReferenceOperations.Tensor input) {
            return noted("maxPool", by.maxPool(input));
        }

        @Override
        public ReferenceOperations.Tensor globalAveragePool(ReferenceOperations.Tensor input) {
            return noted("globalAveragePool", by.globalAveragePool(input));
        }
    }
}
