package dev.weir.integration;

import com.sun.management.ThreadMXBean;
import dev.weir.api.TokenIds;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.TokenBlocks;
import dev.weir.api.model.TrainingObjective;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.plugin.PluginLoader;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Compares the objective {@code gatekeeper} in Java, value and gradient over 512 tokens of a vocabulary of 2,000, with the
 * forward pass of a transformer on PyTorch that puts out as many logits; in processor time of one thread. The README of
 * the plugin gatekeeper has the command.
 */
final class TokenBenchmark {
    private static final int TOKENS = 512;
    private static final int VOCABULARY = 2000;
    private static final int TEXT = 32;
    private static final int ROUNDS = 15;

    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private TokenBenchmark() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        PluginCatalog catalog = PluginLoader.shared(List.of(InProcess.PLUGINS));
        TrainingObjective gatekeeper = (TrainingObjective) made(catalog, Kind.TRAINING_OBJECTIVE, "gatekeeper", 0.5);
        Random random = new Random(1);
        int[] ids = random.ints(TOKENS * TEXT, 0, VOCABULARY).toArray();
        boolean[] mask = new boolean[ids.length];
        Arrays.fill(mask, true);
        TokenIds texts = new TokenIds(TOKENS, TEXT, ids, mask);
        int[] labels = random.ints(TOKENS, 0, VOCABULARY).toArray();
        TokenBlocks blocks = new TokenBlocks(gatekeeper, TOKENS);
        float[] gradient = new float[TOKENS * VOCABULARY];
        try (Model model = transformer(catalog).open(new ModelContext("m", texts, VOCABULARY, 1))) {
            float[] logits = model.outputs(texts, Set.of()).logits().toFloats();
            double[] forward = new double[ROUNDS];
            double[] objective = new double[ROUNDS];
            for (int round = -3; round < ROUNDS; round++) {
                double ofForward = millis(() -> model.outputs(texts, Set.of()));
                double ofObjective = millis(() -> blocks.evaluate(logits, labels, VOCABULARY, gradient));
                if (round >= 0) {
                    forward[round] = ofForward;
                    objective[round] = ofObjective;
                }
            }
            Arrays.sort(forward);
            Arrays.sort(objective);
            System.out.printf(
                    "%d tokens, vocabulary %d: forward %.1f ms (%.1f to %.1f), objective %.1f ms (%.1f to %.1f), ratio %.3f%n",
                    TOKENS,
                    VOCABULARY,
                    forward[ROUNDS / 2],
                    forward[0],
                    forward[ROUNDS - 1],
                    objective[ROUNDS / 2],
                    objective[0],
                    objective[ROUNDS - 1],
                    objective[ROUNDS / 2] / forward[ROUNDS / 2]);
        }
        for (int times : new int[] {1, 4, 16}) {
            float[] many = new float[times * TOKENS * VOCABULARY];
            int[] manyLabels = new int[times * TOKENS];
            float[] manyGradients = new float[many.length];
            long before = THREAD.getCurrentThreadAllocatedBytes();
            blocks.evaluate(many, manyLabels, VOCABULARY, manyGradients);
            System.out.printf(
                    "%d tokens: %.1f MB allocated for each block of %d, %d blocks one after the other%n",
                    manyLabels.length, (THREAD.getCurrentThreadAllocatedBytes() - before) / 1e6 / times, TOKENS, times);
        }
    }

    private static double millis(Runnable work) {
        long before = THREAD.getCurrentThreadCpuTime();
        work.run();
        return (THREAD.getCurrentThreadCpuTime() - before) / 1e6;
    }

    private static ModelProvider transformer(PluginCatalog catalog) throws Exception {
        Component component = catalog.find(Kind.MODEL, "pytorch").orElseThrow();
        Object network = Class.forName(
                        "dev.weir.plugins.engine.support.Network$Transformer",
                        true,
                        component.type().getClassLoader())
                .getConstructor(int.class, int.class, int.class)
                .newInstance(64, 2, 4);
        return (ModelProvider) made(catalog, Kind.MODEL, "pytorch", network, Optional.empty(), 0, 0.01, 32, 0, "cpu");
    }

    /** A component with the first of its settings; those that are left out are the first of their enums. */
    private static Object made(PluginCatalog catalog, Kind kind, String name, Object... given) throws Exception {
        Constructor<?> constructor =
                catalog.find(kind, name).orElseThrow().type().getDeclaredConstructors()[0];
        Class<?>[] types = constructor.getParameterTypes();
        Object[] settings = Arrays.copyOf(given, types.length);
        for (int i = given.length; i < types.length; i++) {
            settings[i] = types[i].getEnumConstants()[0];
        }
        return constructor.newInstance(settings);
    }
}
