package dev.weir.runtime.select;

import dev.weir.api.Features;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.model.Capability;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Opens candidates, asks them and closes them again.
 *
 * @param inputs of the target's train split
 * @param needs  what the selector's scores read
 */
public record CandidateReader(Inputs inputs, Set<Need> needs) {

    /** What the needs are made of: output gradients of the last layer are made of its features. */
    public Set<Need> asked() {
        Set<Need> asked = EnumSet.noneOf(Need.class);
        if (needs.contains(Need.FEATURES) || needs.contains(Need.OUTPUT_GRADIENTS)) {
            asked.add(Need.FEATURES);
        }
        if (needs.contains(Need.SOURCE_PROBABILITIES)) {
            asked.add(Need.SOURCE_PROBABILITIES);
        }
        return asked;
    }

    /** Of {@link #asked()}, what a candidate of these capabilities offers. */
    public Set<Need> offered(Set<Capability> capabilities) {
        Set<Need> offered = EnumSet.noneOf(Need.class);
        for (Need need : asked()) {
            if (isOffered(capabilities, need)) {
                offered.add(need);
            }
        }
        return offered;
    }

    private Map<Need, String> lacking(Set<Capability> capabilities) {
        Map<Need, String> lacking = new EnumMap<>(Need.class);
        for (Need need : asked()) {
            if (!isOffered(capabilities, need)) {
                lacking.put(need, need == Need.FEATURES ? "it gives no features" : "it gives no probabilities");
            }
        }
        return lacking;
    }

    /** What was kept of a candidate's outputs; empty where it is to be asked. */
    public Optional<CandidateOutputs> kept(OutputsCache cache, String key, Set<Capability> capabilities)
            throws IOException {
        return cache.find(key, offered(capabilities)).map(kept -> kept.lacking(lacking(capabilities)));
    }

    /**
     * Opens a candidate, asks it and closes it.
     *
     * @throws IllegalArgumentException when the candidate refuses its files
     * @throws IOException              when a file cannot be read
     */
    CandidateOutputs read(ModelProvider provider, ModelContext context) throws IOException {
        try (Model model = provider.open(context)) {
            return read(model, provider.capabilities());
        }
    }

    /**
     * What an opened candidate offers of its needs. A need that fails alone does not take the others with it.
     *
     * @param capabilities what it may be asked; with {@link Capability#INFER} its answers are of the classes that it
     *                     first learned
     * @throws IOException when a file cannot be read
     */
    public CandidateOutputs read(Model model, Set<Capability> capabilities) throws IOException {
        Map<Need, Features> rows = new EnumMap<>(Need.class);
        Map<Need, String> missing = lacking(capabilities);
        try {
            Set<Need> offered = offered(capabilities);
            try {
                read(model, capabilities, offered, rows);
            } catch (IllegalArgumentException together) {
                for (Need need : offered) {
                    try {
                        read(model, capabilities, EnumSet.of(need), rows);
                    } catch (IllegalArgumentException alone) {
                        missing.put(need, reason(alone));
                    }
                }
            }
            return new CandidateOutputs(rows, missing, model.parameters());
        } catch (UncheckedIOException e) {
            throw new IOException(e);
        }
    }

    private static boolean isOffered(Set<Capability> capabilities, Need need) {
        return need == Need.FEATURES
                ? capabilities.contains(Capability.FEATURES)
                : capabilities.contains(Capability.SOURCE_PROBABILITIES) || capabilities.contains(Capability.INFER);
    }

    private void read(Model model, Set<Capability> capabilities, Set<Need> asked, Map<Need, Features> rows) {
        if (asked.isEmpty()) {
            return;
        }
        boolean answers = !capabilities.contains(Capability.SOURCE_PROBABILITIES);
        Set<Need> ofModel = EnumSet.copyOf(asked);
        if (answers) {
            ofModel.remove(Need.SOURCE_PROBABILITIES); // its answers are of the classes that it first learned
        }
        Outputs outputs = model.outputs(inputs, ofModel);
        if (outputs.rows() != inputs.rows()) {
            throw new IllegalArgumentException(
                    "it put out " + outputs.rows() + " rows for " + inputs.rows() + " examples");
        }
        if (asked.contains(Need.FEATURES)) {
            rows.put(Need.FEATURES, outputs.features());
        }
        if (asked.contains(Need.SOURCE_PROBABILITIES)) {
            rows.put(Need.SOURCE_PROBABILITIES, answers ? softmax(outputs.logits()) : outputs.sourceProbabilities());
        }
    }

    private static Features softmax(Logits logits) {
        int classes = logits.classes();
        double[] values = new double[logits.rows() * classes];
        for (int row = 0; row < logits.rows(); row++) {
            for (int k = 0; k < classes; k++) {
                values[row * classes + k] = logits.softmax(row, k, 1);
            }
        }
        return new Features(logits.rows(), classes, values);
    }

    /** The first line of a message: the remedy below it is for a file with one model. */
    public static String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.lines().findFirst().orElse(failure.getClass().getSimpleName());
    }
}
