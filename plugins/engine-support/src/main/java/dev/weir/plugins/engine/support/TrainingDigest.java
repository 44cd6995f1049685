package dev.weir.plugins.engine.support;

import dev.weir.api.FloatTensor;
import dev.weir.api.data.Examples;
import dev.weir.api.model.TrainingPlan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Tells one training from another: by all that decides what its weights become. */
final class TrainingDigest {
    private static final int BLOCK = 1 << 14;

    private final MessageDigest digest;

    private TrainingDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /**
     * The digest of a training.
     *
     * @param weights where it begins
     */
    static String of(
            NetworkPlan network, TrainingPlan plan, List<float[]> weights, Examples train, Examples validation) {
        TrainingDigest digest = new TrainingDigest();
        digest.add(network + "\n" + plan.withEpochs(0)); // more epochs take the same training further
        for (float[] values : weights) {
            digest.add(values);
        }
        digest.add(network, train);
        digest.add(network, validation);
        return HexFormat.of().formatHex(digest.digest.digest());
    }

    private void add(NetworkPlan network, Examples examples) {
        FloatTensor inputs = network.taught(examples);
        add("\n" + examples.size() + "\n");
        float[] row = new float[inputs.width()];
        byte[] label = new byte[Integer.BYTES];
        for (int i = 0; i < examples.size(); i++) {
            inputs.copyRows(i, i + 1, row);
            add(row);
            for (int token : TrainingLoop.rows(examples.labels(), i)) {
                ByteBuffer.wrap(label).putInt(token);
                digest.update(label);
            }
        }
    }

    private void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(float[] values) {
        for (int from = 0; from < values.length; from += BLOCK) {
            int size = Math.min(BLOCK, values.length - from);
            byte[] block = new byte[size * Float.BYTES];
            ByteBuffer.wrap(block).asFloatBuffer().put(values, from, size);
            digest.update(block);
        }
    }
}
