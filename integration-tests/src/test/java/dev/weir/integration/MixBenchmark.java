package dev.weir.integration;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.InterpolationTask;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.api.model.MixableModel;
import dev.weir.api.model.MixedModel;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.WeightSet;
import dev.weir.runtime.model.Assignment;
import dev.weir.runtime.model.MixServer;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.plugin.PluginLoader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * What DaWin's mode {@code cluster} costs on a stream of 10,000 images, over the plain network on PyTorch: fitted and
 * served as the job {@code interpolate} does, and with each mix made anew for every batch, as the authors' program does.
 * Processor time of one thread. The README of the plugin dawin has the command.
 */
final class MixBenchmark {
    private static final int STREAM = 10_000;
    private static final int BATCH = 256;
    private static final int ROUNDS = 15;
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private MixBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        PluginCatalog catalog = PluginLoader.shared(List.of(InProcess.PLUGINS));
        measure(catalog, "cnn [16, 32], 14 x 14", network(catalog, "Cnn", List.of(16, 32)), new int[] {1, 14, 14});
        measure(catalog, "mlp [512, 512], 28 x 28", network(catalog, "Mlp", List.of(512, 512)), new int[] {1, 28, 28});
    }

    @SuppressWarnings("SystemOut")
    private static void measure(PluginCatalog catalog, String name, Object network, int[] shape) throws Exception {
        Random random = new Random(1);
        float[] values = new float[STREAM * shape[1] * shape[2]];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        FloatTensor stream = new FloatTensor(STREAM, shape, values);
        Component component = catalog.find(Kind.MODEL, "pytorch").orElseThrow();
        ModelProvider provider =
                (ModelProvider) constructor(component).newInstance(network, Optional.empty(), 0, 0.01, 32, 0, "cpu");
        Interpolator dawin = dawin(catalog);
        double[] plain = new double[ROUNDS];
        double[] served = new double[ROUNDS];
        double[] rebuilt = new double[ROUNDS];
        int mixes = 0;
        try (Model first = provider.open(new ModelContext("first", stream, 10, 1));
                Model second = provider.open(new ModelContext("second", stream, 10, 2));
                MixableModel third = (MixableModel) provider.open(new ModelContext("third", stream, 10, 1))) {
            List<WeightSet> sets = List.of(((MixableModel) first).weights(), ((MixableModel) second).weights());
            try (MixServer server = new MixServer(third, sets, component, 4);
                    MixedModel mixed = ((MixableModel) first).mixed(sets)) {
                for (int round = -1; round < ROUNDS; round++) {
                    double ofPlain = seconds(() -> first.outputs(stream, Set.of()));
                    double ofServed = seconds(() -> served(dawin, first, second, stream, server));
                    Assignment last = served(dawin, first, second, stream, server);
                    double ofRebuilt = seconds(() -> rebuilt(dawin, first, second, stream, mixed));
                    mixes = last.mixes().size();
                    if (round >= 0) {
                        plain[round] = ofPlain;
                        served[round] = ofServed;
                        rebuilt[round] = ofRebuilt;
                    }
                }
            }
        }
        System.out.printf(
                "%s, %d images, %d mixes: plain %.2f s, clusters %.2f times (quartiles %.2f to %.2f) of it,"
                        + " with mixes made anew for every batch of %d %.2f times (quartiles %.2f to %.2f)%n",
                name,
                STREAM,
                mixes,
                sorted(plain)[ROUNDS / 2],
                median(served, plain),
                ratios(served, plain)[ROUNDS / 4],
                ratios(served, plain)[ROUNDS - 1 - ROUNDS / 4],
                BATCH,
                median(rebuilt, plain),
                ratios(rebuilt, plain)[ROUNDS / 4],
                ratios(rebuilt, plain)[ROUNDS - 1 - ROUNDS / 4]);
    }

    private static Assignment served(
            Interpolator dawin, Model first, Model second, FloatTensor stream, MixServer server) throws Exception {
        Assignment mixes = mixes(dawin, List.of(logits(first, stream), logits(second, stream)));
        server.answers(stream, mixes);
        return mixes;
    }

    /** Every batch makes the mixes that it needs, and answers with one after the other. */
    private static Object rebuilt(Interpolator dawin, Model first, Model second, FloatTensor stream, MixedModel mixed) {
        Assignment mixes = mixes(dawin, List.of(logits(first, stream), logits(second, stream)));
        int answered = 0;
        for (int from = 0; from < STREAM; from += BATCH) {
            int to = Math.min(STREAM, from + BATCH);
            for (int mix = 0; mix < mixes.mixes().size(); mix++) {
                int of = mix;
                int[] places = IntStream.range(from, to)
                        .filter(row -> mixes.mixOf()[row] == of)
                        .toArray();
                if (places.length > 0) {
                    mixed.mix(mixes.mixes().get(mix).stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray());
                    answered += logits(mixed, stream.select(places)).rows();
                }
            }
        }
        return answered;
    }

    private static Assignment mixes(Interpolator dawin, List<Logits> logits) {
        InterpolationPlan plan = dawin.plan(new InterpolationTask(logits, false, Optional.empty(), 7));
        return Assignment.of(plan, plan.coefficients(logits));
    }

    private static Logits logits(Model model, Inputs inputs) {
        return model.outputs(inputs, Set.of()).logits();
    }

    private static double seconds(Callable<?> work) throws Exception {
        long before = THREAD.getCurrentThreadCpuTime();
        work.call();
        return (THREAD.getCurrentThreadCpuTime() - before) / 1e9;
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double[] ratios(double[] values, double[] over) {
        double[] ratios = new double[values.length];
        Arrays.setAll(ratios, i -> values[i] / over[i]);
        return sorted(ratios);
    }

    private static double median(double[] values, double[] over) {
        return ratios(values, over)[values.length / 2];
    }

    private static Constructor<?> constructor(Component component) {
        Constructor<?> constructor = component.type().getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return constructor;
    }

    private static Object network(PluginCatalog catalog, String kind, List<Integer> widths) throws Exception {
        Constructor<?> constructor = Class.forName(
                        "dev.weir.plugins.engine.support.Network$" + kind,
                        true,
                        catalog.find(Kind.MODEL, "pytorch").orElseThrow().type().getClassLoader())
                .getConstructor(List.class);
        return constructor.newInstance(widths);
    }

    private static Interpolator dawin(PluginCatalog catalog) throws Exception {
        Constructor<?> constructor =
                constructor(catalog.find(Kind.INTERPOLATOR, "dawin").orElseThrow());
        Object cluster = Arrays.stream(constructor.getParameterTypes()[0].getEnumConstants())
                .filter(mode -> mode.toString().equals("CLUSTER"))
                .findFirst()
                .orElseThrow();
        Constructor<?> whole =
                constructor.getParameterTypes()[5].getPermittedSubclasses()[0].getDeclaredConstructors()[0];
        whole.setAccessible(true);
        return (Interpolator) constructor.newInstance(
                cluster, 3, true, List.of(), false, whole.newInstance(), 3, OptionalDouble.empty());
    }
}
