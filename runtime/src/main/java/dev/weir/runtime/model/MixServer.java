package dev.weir.runtime.model;

import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.model.MixableModel;
import dev.weir.api.model.MixedModel;
import dev.weir.api.model.Model;
import dev.weir.api.model.WeightSet;
import dev.weir.runtime.plugin.Component;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Answers examples with mixes of weights. A mix is made once and kept; of more than may be kept the least recently
 * used is given up, and its memory takes the next one. Examples of one mix are asked about together, whatever stands
 * between them, and answers come back in the order of the examples.
 *
 * <p>Thread-safe: whoever asks a mix keeps it from being given up meanwhile.
 */
public final class MixServer implements AutoCloseable {
    /** Examples that are copied together at a time: a batch or several of an engine, and little memory. */
    private static final int BLOCK = 1_024;

    private final MixableModel model;
    private final List<WeightSet> sets;
    private final Component component;
    private final int most;
    private final Map<List<Double>, MixedModel> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final AtomicLong forwards = new AtomicLong();

    /**
     * A server.
     *
     * @param model     of the network; closed with this
     * @param sets      what is mixed
     * @param component the provider of the models
     * @param most      how many mixes are kept; at least 1
     */
    public MixServer(MixableModel model, List<WeightSet> sets, Component component, int most) {
        this.model = model;
        this.sets = List.copyOf(sets);
        this.component = component;
        this.most = most;
    }

    /**
     * Answers examples.
     *
     * @param inputs at least one
     * @param mixes  the coefficients that serve each example, one for each set
     */
    public Logits answers(Inputs inputs, Assignment mixes) throws IOException {
        int[][] rowsByMix = mixes.rowsByMix();
        List<int[]> rows = new ArrayList<>();
        List<Logits> answers = new ArrayList<>();
        for (int mix = 0; mix < rowsByMix.length; mix++) {
            int[] own = rowsByMix[mix];
            if (own.length == mixes.examples()) {
                return answers(inputs, mixes.mixes().get(mix));
            }
            for (int from = 0; from < own.length; from += BLOCK) {
                int[] block = Arrays.copyOfRange(own, from, Math.min(own.length, from + BLOCK));
                rows.add(block);
                answers.add(answers(inputs.select(block), mixes.mixes().get(mix)));
            }
        }
        return inOrder(mixes.examples(), rows, answers);
    }

    private static Logits inOrder(int n, List<int[]> rows, List<Logits> answers) {
        int k = answers.get(0).classes();
        boolean isDouble = answers.get(0).isDouble();
        double[] doubles = new double[isDouble ? n * k : 0];
        float[] floats = new float[isDouble ? 0 : n * k];
        for (int part = 0; part < rows.size(); part++) {
            int[] own = rows.get(part);
            Object from =
                    isDouble ? answers.get(part).toDoubles() : answers.get(part).toFloats();
            for (int i = 0; i < own.length; i++) {
                System.arraycopy(from, i * k, isDouble ? doubles : floats, own[i] * k, k);
            }
        }
        return isDouble ? new Logits(n, k, doubles) : new Logits(n, k, floats);
    }

    /** Answers examples with weights of their own, which are not kept. */
    public Logits answers(Inputs inputs, WeightSet weights) throws IOException {
        try (MixedModel merged = model.mixed(List.of(weights))) {
            return asked(merged, inputs);
        }
    }

    /** Answers all examples with one mix. */
    private Logits answers(Inputs inputs, List<Double> mix) throws IOException {
        lock.readLock().lock();
        try {
            Optional<MixedModel> found = find(mix);
            if (found.isPresent()) {
                return asked(found.get(), inputs);
            }
        } finally {
            lock.readLock().unlock();
        }
        MixedModel made;
        lock.writeLock().lock(); // waits for all who ask a mix
        try {
            Optional<MixedModel> found = find(mix); // another may have made it meanwhile
            made = found.isPresent() ? found.get() : made(mix);
            lock.readLock().lock();
        } finally {
            lock.writeLock().unlock();
        }
        try {
            return asked(made, inputs);
        } finally {
            lock.readLock().unlock();
        }
    }

    private Logits asked(Model mixed, Inputs inputs) {
        forwards.addAndGet(inputs.rows());
        return new CheckedModel(mixed, component).outputs(inputs, Set.of()).logits();
    }

    private Optional<MixedModel> find(List<Double> mix) {
        synchronized (kept) { // a look changes which was used last
            return Optional.ofNullable(kept.get(mix));
        }
    }

    private MixedModel made(List<Double> mix) throws IOException {
        MixedModel next;
        if (kept.size() < most) {
            next = model.mixed(sets);
        } else {
            Iterator<Map.Entry<List<Double>, MixedModel>> oldest =
                    kept.entrySet().iterator();
            next = oldest.next().getValue();
            oldest.remove();
        }
        try {
            next.mix(mix.stream().mapToDouble(Double::doubleValue).toArray());
        } catch (RuntimeException e) {
            next.close();
            throw e;
        }
        kept.put(mix, next);
        return next;
    }

    /** How many examples have gone through a network here. */
    public long forwards() {
        return forwards.get();
    }

    /** Gives up all mixes. */
    void forget() {
        lock.writeLock().lock();
        try {
            kept.values().forEach(MixedModel::close);
            kept.clear();
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        forget();
        model.close();
    }
}
