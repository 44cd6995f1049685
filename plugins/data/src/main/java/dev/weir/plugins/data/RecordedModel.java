package dev.weir.plugins.data;

import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.RecordedRows;
import dev.weir.api.model.Capability;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A model that looks its answers up. */
final class RecordedModel implements Model {
    private final String name;
    private final RecordedOutputs settings;
    private final Map<String, PartOutputs> parts;
    private final Set<Need> recorded;
    private volatile boolean closed;

    private RecordedModel(String name, RecordedOutputs settings, Map<String, PartOutputs> parts) {
        this.name = name;
        this.settings = settings;
        this.parts = parts;
        this.recorded = EnumSet.noneOf(Need.class);
        if (settings.capabilities().contains(Capability.FEATURES)) {
            recorded.add(Need.FEATURES);
        }
        if (settings.capabilities().contains(Capability.SOURCE_PROBABILITIES)) {
            recorded.add(Need.SOURCE_PROBABILITIES);
        }
    }

    /** Reads and checks the headers of all files. */
    static RecordedModel opened(RecordedOutputs settings, ModelContext context) throws IOException {
        requireRecorded(context.name(), context.like());
        Map<String, PartOutputs> parts = new LinkedHashMap<>();
        Optional<RecordedMatrix> first = Optional.empty();
        for (Map.Entry<String, RecordedPart> entry : settings.parts().entrySet()) {
            PartOutputs part = PartOutputs.open(entry.getKey(), entry.getValue());
            parts.put(entry.getKey(), part);
            if (part.logitsFile().isPresent()) {
                requireClasses(part.logitsFile().get(), context.classes(), first);
                first = first.or(part::logitsFile);
            }
        }
        return new RecordedModel(context.name(), settings, parts);
    }

    private static void requireClasses(RecordedMatrix logits, int classes, Optional<RecordedMatrix> first) {
        String remedy = "A column of logits is a class, and every part has the same classes.";
        if (classes > 0 && logits.columns() != classes) {
            throw Refusal.of(
                    logits.file(), "logits for " + logits.columns() + " classes, but the data has " + classes, remedy);
        }
        first.ifPresent(other -> {
            if (logits.columns() != other.columns()) {
                throw Refusal.of(
                        logits.file(),
                        "logits for " + logits.columns() + " classes, but "
                                + other.file().getFileName() + " has " + other.columns(),
                        remedy);
            }
        });
    }

    private static RecordedRows requireRecorded(String name, Inputs inputs) {
        if (inputs instanceof RecordedRows rows) {
            return rows;
        }
        throw new IllegalArgumentException("model '" + name + "' is recorded and answers recorded rows only, got "
                + inputs.kind() + "\nRead the data with { use: recorded }, or run a model that computes.");
    }

    @Override
    public Outputs outputs(Inputs inputs, Set<Need> needs) {
        if (closed) {
            throw new IllegalStateException("model '" + name + "' is closed");
        }
        RecordedRows rows = requireRecorded(name, inputs);
        PartOutputs part = parts.get(rows.part());
        if (part == null) {
            throw new IllegalArgumentException("model '" + name + "' has no outputs for the part '" + rows.part()
                    + "'\nRecorded are " + String.join(", ", parts.keySet()) + ".");
        }
        try {
            Set<Need> offered = EnumSet.noneOf(Need.class);
            offered.addAll(needs);
            offered.retainAll(recorded);
            return part.outputs(rows, offered);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public OptionalLong parameters() {
        return count(settings.parameters());
    }

    @Override
    public OptionalLong macs() {
        return count(settings.macs());
    }

    private static OptionalLong count(Optional<Double> given) {
        return given.map(Double::longValue).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    @Override
    public boolean isTimed() {
        return false;
    }

    @Override
    public void close() {
        closed = true;
    }
}
