package dev.weir.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.interpolation.Expertise;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.Mix;
import dev.weir.api.model.MixableModel;
import dev.weir.api.model.MixedModel;
import dev.weir.api.model.WeightMix;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Networks of one weight {@code w}, which put out {@code (w * x, 0)} for an example {@code x}. */
class MixServerTest {
    private static final Component COMPONENT =
            new Component(Kind.MODEL, "scaling", Scaling.class, new PluginInfo("test", "1.0.0", "*", Path.of("test")));

    /** A network. */
    private record Scaling(float weight, AtomicInteger opened, AtomicInteger made) implements MixableModel {

        Scaling(float weight) {
            this(weight, new AtomicInteger(), new AtomicInteger());
        }

        @Override
        public Outputs outputs(Inputs inputs, Set<Need> needs) {
            return scaled(inputs, weight);
        }

        @Override
        public MixedModel mixed(List<WeightSet> sets) {
            opened.incrementAndGet();
            return new Mixed(new WeightMix(sets), made);
        }

        @Override
        public WeightSet weights() {
            return new WeightSet(List.of(new WeightTensor.Floats("w", List.of(), new float[] {weight})));
        }

        @Override
        public void load(WeightSet weights) {
            throw new UnsupportedOperationException();
        }

        @Override
        public OptionalLong parameters() {
            return OptionalLong.of(1);
        }

        @Override
        public OptionalLong macs() {
            return OptionalLong.of(2);
        }

        @Override
        public void close() {}
    }

    /** A mix of networks. */
    private static final class Mixed implements MixedModel {
        private final WeightMix sets;
        private final AtomicInteger made;
        private volatile float weight;

        Mixed(WeightMix sets, AtomicInteger made) {
            this.sets = sets;
            this.made = made;
        }

        @Override
        public Outputs outputs(Inputs inputs, Set<Need> needs) {
            Outputs outputs = scaled(inputs, weight);
            LockSupport.parkNanos(1_000); // so that another may come between, if it can
            assertThat(scaled(inputs, weight).logits().toFloats())
                    .isEqualTo(outputs.logits().toFloats());
            return outputs;
        }

        @Override
        public int sets() {
            return sets.size();
        }

        @Override
        public void mix(double... coefficients) {
            made.incrementAndGet();
            float[] mixed = new float[1];
            sets.into(0, coefficients, mixed);
            weight = mixed[0];
        }

        @Override
        public OptionalLong parameters() {
            return OptionalLong.of(1);
        }

        @Override
        public OptionalLong macs() {
            return OptionalLong.of(2);
        }

        @Override
        public void close() {}
    }

    private static Outputs scaled(Inputs inputs, float weight) {
        float[] logits = new float[2 * inputs.rows()];
        for (int row = 0; row < inputs.rows(); row++) {
            logits[2 * row] = weight * ((FloatTensor) inputs).at(row, 0);
        }
        return Outputs.of(new Logits(inputs.rows(), 2, logits));
    }

    private static FloatTensor inputs(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i + 1;
        }
        return new FloatTensor(n, new int[] {1}, values);
    }

    private static MixServer server(Scaling first, int most) {
        return new MixServer(first, List.of(first.weights(), new Scaling(3).weights()), COMPONENT, most);
    }

    @Test
    void examplesOfOneMixAreAskedTogetherAndAnswersComeBackInOrder() throws Exception {
        Scaling first = new Scaling(1);
        try (MixServer server = server(first, 2)) {
            Logits answers = server.answers(
                    inputs(4),
                    Assignment.ofEach(
                            List.of(List.of(1.0, 0.0), List.of(0.0, 1.0), List.of(1.0, 0.0), List.of(0.5, 0.5))));

            assertThat(answers.toFloats()).containsExactly(1, 0, 6, 0, 3, 0, 8, 0);
            assertThat(server.forwards()).isEqualTo(4);
            assertThat(first.opened()).hasValue(2); // the third mix takes the memory of the least recently used
            assertThat(first.made()).hasValue(3);
        }
    }

    @Test
    void aKeptMixIsNotMadeAgain() throws Exception {
        Scaling first = new Scaling(1);
        try (MixServer server = server(first, 2)) {
            for (int i = 0; i < 5; i++) {
                server.answers(inputs(3), Assignment.ofAll(List.of(0.5, 0.5), 3));
            }
            assertThat(first.made()).hasValue(1);
        }
    }

    @Test
    void callersAtOnceGetEachTheAnswersOfTheirMixThoughOneAloneIsKept() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try (MixServer server = server(new Scaling(1), 1)) {
            List<Future<?>> all = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                double share = caller / 4.0;
                all.add(callers.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        Logits answers = server.answers(inputs(2), Assignment.ofAll(List.of(1 - share, share), 2));
                        assertThat(answers.at(1, 0)).isEqualTo(2 * (1 + 2 * share));
                    }
                    return null;
                }));
            }
            for (Future<?> caller : all) {
                caller.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void anExampleIsAnsweredAloneAsAmongOthers() {
        InterpolationPlan plan = new InterpolationPlan(
                2,
                false,
                Optional.of(new Expertise(List.of(1.0, 1.0), 0.1, List.of(0.5, 0.5), 1)),
                List.of(
                        new Mix(List.of(0.9, 0.1), Optional.of(new Mix.Cluster(2, 3, 0))),
                        new Mix(List.of(0.1, 0.9), Optional.of(new Mix.Cluster(3, 2, 0)))));
        try (InterpolatedModel model = model(plan, new Scaling(-0.2f), new Scaling(0.7f))) {
            FloatTensor inputs = inputs(20);
            Logits together = model.outputs(inputs, Set.of()).logits();

            assertThat(together.rows()).isEqualTo(20);
            for (int row = 0; row < 20; row++) {
                Logits alone =
                        model.outputs(inputs.select(new int[] {row}), Set.of()).logits();
                assertThat(alone.toFloats()).isEqualTo(together.row(row).toFloats());
            }
            assertThat(model.macs()).hasValue(6); // a look by both, and the mix
            assertThat(model.outputs(inputs(0), Set.of()).logits().classes()).isEqualTo(2);
        }
    }

    @Test
    void changesFromAnAncestorAreAddedToIt() {
        InterpolationPlan plan = new InterpolationPlan(2, true, Optional.empty(), List.of(Mix.of(List.of(0.5, 0.25))));
        // the ancestor is 2: 2 + 0.5 * (4 - 2) + 0.25 * (10 - 2)
        try (InterpolatedModel model = model(plan, new Scaling(4), new Scaling(10), new Scaling(2))) {
            assertThat(model.outputs(inputs(1), Set.of()).logits().at(0, 0)).isEqualTo(5);
            assertThat(model.macs()).hasValue(2);
            assertThat(model.parameters()).hasValue(3);
        }
    }

    private static InterpolatedModel model(InterpolationPlan plan, Scaling... networks) {
        return new InterpolatedModel(
                new Networks(
                        List.of(networks).stream()
                                .map(network -> new Networks.Network("a", network, COMPONENT))
                                .toList(),
                        2,
                        new MixLimit(2, OptionalDouble.empty())),
                plan);
    }
}
