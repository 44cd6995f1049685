package dev.weir.runtime.cascade;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.RecordedRows;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputTransform;
import dev.weir.api.data.Parts;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.split.Extent;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Examples of another distribution, from a source of their own. They go through its transforms and then through
 * those of the job's data, as any example that is put to the models does. What they are labelled is not read.
 */
final class OodSource {
    private static final String TEST = "test";

    private final Bound<CascadeSettings> file;
    private final Extent extent;

    OodSource(Bound<CascadeSettings> file, Extent extent) {
        this.file = file;
        this.extent = extent;
    }

    /**
     * The splits with the examples of the file's {@code ood}, where it has one.
     *
     * @param splits transformed
     * @param raw    the same splits as they were read
     * @param fitted the transforms of the job's data
     */
    Splits added(Splits splits, Splits raw, List<InputTransform> fitted) {
        Optional<DataSettings> ood = file.value().ood();
        if (ood.isEmpty()) {
            return splits;
        }
        long seed = file.value().seed();
        Examples examples =
                some(part(new DataReader(file, ood.get(), "ood", file.value().seed(), extent).parts()));
        try {
            Inputs inputs = DataSettings.applied(
                    fitted, DataSettings.applied(ood.get().fitted(raw, seed), examples.inputs(), seed), seed);
            requireLike(splits.get(SplitName.TEST).inputs(), inputs);
            int[] unread = new int[inputs.rows()];
            Labels labels = splits.get(SplitName.TEST)
                    .labels()
                    .answers()
                    .map(answers -> new Labels(answers, unread))
                    .orElseGet(() -> new Labels(1, unread));
            return splits.with(SplitName.OOD, new Examples(inputs, labels));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file.told("ood", String.valueOf(e.getMessage())));
        }
    }

    private Examples some(Examples examples) {
        Splits only = new Splits(List.of(), Map.of(SplitName.OOD, examples));
        return extent.of(only, file.value().seed()).get(SplitName.OOD);
    }

    /** The source's part {@code ood}, else {@code test}, else the only one. */
    private Examples part(Parts parts) {
        Optional<Examples> named = Stream.of(SplitName.OOD.key(), TEST)
                .map(parts.byName()::get)
                .filter(part -> part != null)
                .findFirst();
        if (named.isEmpty() && parts.byName().size() > 1) {
            throw new ConfigException(file.problem(
                    "ood",
                    "the source has the parts "
                            + String.join(", ", parts.byName().keySet()) + ", none of them 'ood' or 'test'",
                    "Name files of one part only."));
        }
        return named.orElseGet(() -> parts.byName().values().iterator().next());
    }

    private void requireLike(Inputs own, Inputs foreign) {
        boolean shaped = own instanceof FloatTensor tensor
                && foreign instanceof FloatTensor other
                && !Arrays.equals(tensor.shape(), other.shape());
        if (shaped || !own.kind().equals(foreign.kind()) || own instanceof RecordedRows) {
            throw new ConfigException(file.problem(
                    "ood",
                    own instanceof RecordedRows
                            ? "the data are recorded, so a source of inputs cannot be put to the models"
                            : "the examples are " + words(foreign) + ", those of the data " + words(own),
                    own instanceof RecordedRows
                            ? "Write ood: {} beside test in the data, and ood: logits.npy in every model."
                            : "Bring them to the same form, for example with transforms: [ { resize: [28, 28] } ]."));
        }
    }

    private static String words(Inputs inputs) {
        return inputs instanceof FloatTensor tensor
                ? inputs.kind() + " of shape " + Arrays.toString(tensor.shape())
                : inputs.kind();
    }
}
