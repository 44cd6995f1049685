package dev.weir.plugins.data;

import dev.weir.api.Answers;
import dev.weir.api.Doc;
import dev.weir.api.Labels;
import dev.weir.api.Name;
import dev.weir.api.RecordedRows;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.Examples;
import dev.weir.api.data.Parts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * The labels of examples whose inputs are not at hand, only what models put out for them. Its parts are
 * the splits; an entry without labels yields no part, but for {@code ood}, whose labels nobody reads.
 */
@Extension
@Name("recorded")
@Doc("labels of examples for which recorded models hold outputs; its parts are the splits")
public record RecordedSource(
        @Doc("the examples that models learned from") Optional<Part> train,

        @Doc("the examples that choices while training were made on")
        Optional<Part> validation,

        @Doc("the examples that temperatures and rules are fitted on")
        Optional<Part> calibration,

        @Doc("the examples that results are measured on") Optional<Part> test,

        @Doc("examples of another distribution; labels may be left out")
        Optional<Part> ood,

        @Doc("the class names in label order, or those of the tokens; without it classes have no names and are as many"
                + " as the largest label plus 1")
        Optional<List<String>> classes)
        implements DataSource {

    /** The labels of one part. */
    public record Part(
            @Doc("an .npy file of class indexes from 0; int64, int32, int8 or uint8; for answers of t tokens n x t, -1"
                    + " where there is no token")
            Optional<Path> labels) {}

    public RecordedSource {
        classes = Settings.names("classes", classes);
        if (labelFiles(train, validation, calibration, test, ood).isEmpty()) {
            throw new IllegalArgumentException("no part has labels"
                    + "\nGive at least one, such as test: { labels: y.npy }; parts are train, validation, calibration,"
                    + " test and ood.");
        }
    }

    private static Map<String, Path> labelFiles(
            Optional<Part> train,
            Optional<Part> validation,
            Optional<Part> calibration,
            Optional<Part> test,
            Optional<Part> ood) {
        Map<String, Path> files = new LinkedHashMap<>();
        train.flatMap(Part::labels).ifPresent(file -> files.put("train", file));
        validation.flatMap(Part::labels).ifPresent(file -> files.put("validation", file));
        calibration.flatMap(Part::labels).ifPresent(file -> files.put("calibration", file));
        test.flatMap(Part::labels).ifPresent(file -> files.put("test", file));
        ood.flatMap(Part::labels).ifPresent(file -> files.put("ood", file));
        return files;
    }

    @Override
    public Parts read() throws IOException {
        Map<String, Path> files = labelFiles(train, validation, calibration, test, ood);
        for (Path file : files.values()) {
            Npy npy = Npy.open(file);
            if (npy.shape().size() == 2 && npy.shape().get(1) > 0) {
                return readTokens(files, npy.shape().get(1));
            }
        }
        Map<String, int[]> labels = new LinkedHashMap<>();
        for (Map.Entry<String, Path> entry : files.entrySet()) {
            int[] indexes = Npy.open(entry.getValue()).labels();
            if (indexes.length == 0) {
                throw Refusal.of(entry.getValue(), "there are no labels", "A part needs at least one example.");
            }
            ClassLabels.requireNamed(classes, entry.getValue(), indexes);
            labels.put(entry.getKey(), indexes);
        }
        int count = ClassLabels.count(classes, labels.values().stream().flatMapToInt(Arrays::stream));
        Map<String, Examples> parts = new LinkedHashMap<>();
        labels.forEach((part, indexes) ->
                parts.put(part, new Examples(RecordedRows.all(part, indexes.length), new Labels(count, indexes))));
        if (ood.isPresent() && ood.get().labels().isEmpty()) {
            parts.put("ood", new Examples(RecordedRows.whole("ood"), new Labels(count, new int[0])));
        }
        return new Parts(classes.orElse(List.of()), parts);
    }

    /** Labels that are sequences of tokens. */
    private Parts readTokens(Map<String, Path> files, int length) throws IOException {
        TokenLabels labels = new TokenLabels(length);
        Map<String, int[]> rows = new LinkedHashMap<>();
        for (Map.Entry<String, Path> entry : files.entrySet()) {
            Npy npy = Npy.open(entry.getValue());
            if (npy.shape().size() != 2) {
                throw npy.refusal(
                        "labels of one class each, but those of other parts are sequences of tokens",
                        "Give all parts the same kind of labels: n x t, or n.");
            }
            rows.put(entry.getKey(), labels.read(npy, classes));
        }
        Answers answers = labels.answers(classes.map(List::size).orElseGet(labels::vocabulary));
        Map<String, Examples> parts = new LinkedHashMap<>();
        rows.forEach((part, indexes) ->
                parts.put(part, new Examples(RecordedRows.all(part, indexes.length), new Labels(answers, indexes))));
        if (ood.isPresent() && ood.get().labels().isEmpty()) {
            parts.put("ood", new Examples(RecordedRows.whole("ood"), new Labels(answers, new int[0])));
        }
        return new Parts(classes.map(tokens -> labels.names(tokens, " ")).orElse(List.of()), parts);
    }
}
