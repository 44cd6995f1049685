package dev.weir.runtime.cascade;

import dev.weir.api.Answers;
import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputTransform;
import dev.weir.runtime.config.Inline;
import dev.weir.runtime.split.Seeds;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The data of a job: a source, and what its inputs go through before any model sees them.
 *
 * @param source     reads the examples
 * @param transforms in the order in which they are applied
 */
public record DataSettings(
        @Inline DataSource source,

        @Default("[]") @Doc("what the inputs go through, in this order: [ { resize: [28, 28] }, ... ]")
        List<InputTransform> transforms) {

    /**
     * The transforms with what they learn from the train split, each from what the ones before put out.
     *
     * @throws IllegalArgumentException when a transform does not take the inputs
     */
    List<InputTransform> fitted(Splits splits, long seed) {
        return fitted(transforms, splits, seed);
    }

    /** As {@link #fitted(Splits, long)}, for other transforms. */
    static List<InputTransform> fitted(List<InputTransform> transforms, Splits splits, long seed) {
        List<InputTransform> fitted = new ArrayList<>();
        Inputs train = splits.find(SplitName.TRAIN)
                .map(Examples::inputs)
                .orElseGet(() -> splits.get(SplitName.TEST).inputs().select(new int[0]));
        for (int i = 0; i < transforms.size(); i++) {
            InputTransform transform = transforms.get(i).fitted(train, splits.classes());
            fitted.add(transform);
            if (i < transforms.size() - 1) {
                train = transform.apply(train, seed(seed, i));
            }
        }
        return List.copyOf(fitted);
    }

    /** All splits with their inputs transformed, and their labels where classes become answers of several tokens. */
    static Splits applied(List<InputTransform> fitted, Splits splits, long seed) {
        if (fitted.isEmpty()) {
            return splits;
        }
        Optional<Answers> answers = answers(fitted, splits.classes());
        Map<SplitName, Examples> transformed = new EnumMap<>(SplitName.class);
        splits.byName()
                .forEach((name, examples) -> transformed.put(
                        name,
                        new Examples(
                                applied(fitted, examples.inputs(), seed),
                                answers.map(of ->
                                                new Labels(of, examples.labels().toArray()))
                                        .orElse(examples.labels()))));
        return new Splits(splits.classes(), transformed);
    }

    /** The classes as tokens, where one of the transforms makes tokens of texts that models are to answer so. */
    static Optional<Answers> answers(List<InputTransform> fitted, List<String> classes) {
        return fitted.stream()
                .flatMap(transform -> transform.answers(classes).stream())
                .findFirst();
    }

    /** Inputs after all transforms. */
    static Inputs applied(List<InputTransform> fitted, Inputs inputs, long seed) {
        Inputs transformed = inputs;
        for (int i = 0; i < fitted.size(); i++) {
            transformed = fitted.get(i).apply(transformed, seed(seed, i));
        }
        return transformed;
    }

    private static long seed(long seed, int index) {
        return Seeds.of(seed, "transform " + index);
    }
}
