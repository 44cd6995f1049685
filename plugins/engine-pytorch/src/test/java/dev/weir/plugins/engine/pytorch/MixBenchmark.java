package dev.weir.plugins.engine.pytorch;

import dev.weir.api.FloatTensor;
import dev.weir.api.model.MixableModel;
import dev.weir.api.model.MixedModel;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.WeightMix;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import dev.weir.plugins.engine.support.Network;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a mix of ten million weights costs beside a plain copy of as many, in turn, in memory that is there already, as
 * it is for kept mixes: in Java's arrays, and until the network answers with it. Processor time of one thread, for the
 * machine may be busy. Run by hand:
 *
 * <pre>mvn -q -P benchmark -pl plugins/engine-pytorch -am process-test-classes \
 *     -Dbenchmark=dev.weir.plugins.engine.pytorch.MixBenchmark</pre>
 */
public final class MixBenchmark {
    private static final int WARM_UP = 10;
    private static final int ROUNDS = 41;

    private MixBenchmark() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        try (MixableModel first = open(1);
                MixableModel second = open(2);
                MixableModel third = open(3)) {
            List<WeightSet> sets = List.of(first.weights(), second.weights(), third.weights());
            WeightMix two = new WeightMix(sets.subList(0, 2));
            WeightMix three = new WeightMix(sets);
            List<float[]> source = arrays(sets.get(0));
            List<float[]> target = source.stream().map(float[]::clone).toList();
            try (MixedModel mixed = first.mixed(sets.subList(0, 2));
                    MixedModel ofThree = first.mixed(sets)) {
                double[][] millis = inTurn(
                        () -> copy(source, target),
                        () -> mix(two, target, 0.3, 0.7),
                        () -> mix(three, target, 0.2, 0.3, 0.5),
                        () -> first.load(sets.get(0)),
                        () -> mixed.mix(0.3, 0.7),
                        () -> ofThree.mix(0.2, 0.3, 0.5));
                System.out.printf(
                        Locale.ROOT,
                        "%,d weights; milliseconds of processor time: median (lowest to highest of %d rounds)%n",
                        sets.get(0).size(),
                        ROUNDS);
                double ofCopy = print("plain copy of the arrays", millis[0], 0);
                print("mix of two sets in arrays", millis[1], ofCopy);
                print("mix of three sets in arrays", millis[2], ofCopy);
                double ofNetwork = print("weights into a network", millis[3], ofCopy);
                print("mix of two sets into a network", millis[4], ofNetwork);
                print("mix of three sets into a network", millis[5], ofNetwork);
            }
        }
    }

    private static MixableModel open(long seed) throws IOException {
        return (MixableModel) new PyTorchModelProvider(
                        new Network.Mlp(List.of(2_850, 2_700)), Optional.empty(), 1, 0.002, 128, 0, "cpu")
                .open(new ModelContext("mlp", new FloatTensor(0, new int[] {784}, new float[0]), 10, seed));
    }

    private static double[][] inTurn(Runnable... works) {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        double[][] millis = new double[works.length][ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (int i = 0; i < works.length; i++) {
                long start = clock.getCurrentThreadCpuTime();
                works[i].run();
                if (round >= 0) {
                    millis[i][round] = (clock.getCurrentThreadCpuTime() - start) / 1e6;
                }
            }
        }
        return millis;
    }

    @SuppressWarnings("SystemOut")
    private static double print(String what, double[] millis, double of) {
        Arrays.sort(millis);
        double median = millis[ROUNDS / 2];
        System.out.printf(Locale.ROOT, "%-34s%8.2f (%.2f to %.2f)", what, median, millis[0], millis[ROUNDS - 1]);
        System.out.println(of > 0 ? String.format(Locale.ROOT, ", %.2f times the copy", median / of) : "");
        return median;
    }

    private static List<float[]> arrays(WeightSet set) {
        return set.tensors().stream()
                .map(tensor -> ((WeightTensor.Floats) tensor).values())
                .toList();
    }

    private static void copy(List<float[]> source, List<float[]> target) {
        for (int i = 0; i < source.size(); i++) {
            System.arraycopy(source.get(i), 0, target.get(i), 0, source.get(i).length);
        }
    }

    private static void mix(WeightMix mix, List<float[]> target, double... coefficients) {
        IntStream.range(0, target.size()).forEach(i -> mix.into(i, coefficients, target.get(i)));
    }
}
