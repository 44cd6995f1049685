package dev.weir.plugins.data;

import dev.weir.api.Features;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.RecordedRows;
import dev.weir.api.TokenMask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a model put out for one part; each file is read once, when it is first asked for. */
final class PartOutputs {
    private final String part;
    private final Optional<RecordedMatrix> logitsFile;
    private final Optional<RecordedMatrix> featuresFile;
    private final Optional<RecordedMatrix> probabilitiesFile;
    private final Optional<Path> maskFile;
    private @Nullable TokenMask tokens;
    private @Nullable Logits logits;
    private @Nullable Features features;
    private @Nullable Features probabilities;

    private PartOutputs(
            String part,
            Optional<RecordedMatrix> logitsFile,
            Optional<RecordedMatrix> featuresFile,
            Optional<RecordedMatrix> probabilitiesFile,
            Optional<Path> maskFile) {
        this.maskFile = maskFile;
        this.part = part;
        this.logitsFile = logitsFile;
        this.featuresFile = featuresFile;
        this.probabilitiesFile = probabilitiesFile;
    }

    /** Reads and checks the headers. */
    static PartOutputs open(String part, RecordedPart files) throws IOException {
        Optional<RecordedMatrix> logits = open(files.logits(), RecordedMatrix.LOGITS);
        Optional<RecordedMatrix> features = open(files.features(), "features");
        Optional<RecordedMatrix> probabilities = open(files.sourceProbabilities(), "source probabilities");
        RecordedMatrix first = logits.or(() -> features).or(() -> probabilities).orElseThrow();
        Stream.of(features, probabilities).flatMap(Optional::stream).forEach(other -> {
            if (other.rows() != first.rows()) {
                throw Refusal.of(
                        other.file(),
                        other.rows() + " rows, but " + first.file().getFileName() + " of the same part has "
                                + first.rows(),
                        "All files of a part must hold the same examples in the same order.");
            }
        });
        if (logits.isPresent() && files.mask().isPresent()) {
            requireMask(logits.get(), files.mask().get());
        }
        return new PartOutputs(part, logits, features, probabilities, files.mask());
    }

    private static void requireMask(RecordedMatrix logits, Path file) throws IOException {
        if (!logits.isOfTokens()) {
            throw Refusal.of(
                    file,
                    "a mask, but " + logits.file().getFileName() + " has one row of logits for an example",
                    "Record logits n x t x v, or leave 'mask' out.");
        }
        Npy mask = Npy.open(file);
        List<Integer> expected = List.of(logits.rows(), logits.positions());
        if (!mask.shape().equals(expected)) {
            throw mask.refusal(
                    "the mask must have the shape (" + logits.rows() + ", " + logits.positions() + ") of the tokens in "
                            + logits.file().getFileName() + ", got " + mask.writtenShape(),
                    "Save a number for each position: 1 for a token, 0 for padding.");
        }
    }

    private TokenMask readMask(RecordedMatrix logits) throws IOException {
        boolean[] given = new boolean[Math.multiplyExact(logits.rows(), logits.positions())];
        if (maskFile.isEmpty()) {
            Arrays.fill(given, true);
            return new TokenMask(logits.positions(), given);
        }
        Npy mask = Npy.open(maskFile.get());
        float[] values = mask.floats(1);
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0 && values[i] != 1) {
                throw mask.refusal(
                        "a mask holds 0 and 1, got " + values[i] + " in row " + i / logits.positions() + ", position "
                                + i % logits.positions(),
                        "In NumPy: mask.astype('u1').");
            }
            given[i] = values[i] == 1;
        }
        requireTogether(mask, given, logits.positions());
        try {
            return new TokenMask(logits.positions(), given);
        } catch (IllegalArgumentException e) {
            throw mask.refusal(
                    String.valueOf(e.getMessage()),
                    "An answer has at least one token: take the row out, or unmask it.");
        }
    }

    /** Padding stands before or behind the tokens of an answer, and never between them. */
    private static void requireTogether(Npy mask, boolean[] given, int positions) throws IOException {
        for (int start = 0; start < given.length; start += positions) {
            int begun = 0;
            for (int position = 0; position < positions; position++) {
                boolean begins = given[start + position] && (position == 0 || !given[start + position - 1]);
                begun += begins ? 1 : 0;
                if (begun > 1) {
                    throw mask.refusal(
                            "the mask has padding between tokens: row " + start / positions
                                    + " begins anew in position " + position,
                            "Save 1 for each token of an answer, and 0 before or behind all of them.");
                }
            }
        }
    }

    private static Optional<RecordedMatrix> open(Optional<Path> file, String what) throws IOException {
        return file.isPresent() ? Optional.of(RecordedMatrix.open(file.get(), what)) : Optional.empty();
    }

    Optional<RecordedMatrix> logitsFile() {
        return logitsFile;
    }

    /** What was asked for; the logits unless the part has none and something else is asked for. */
    synchronized Outputs outputs(RecordedRows asked, Set<Need> needs) throws IOException {
        Outputs outputs =
                logitsFile.isEmpty() && !needs.isEmpty() ? Outputs.withoutLogits(asked.rows()) : answers(asked);
        if (needs.contains(Need.FEATURES)) {
            RecordedMatrix file = featuresFile.orElseThrow();
            if (features == null) {
                features = file.readFeatures();
            }
            outputs = outputs.withFeatures(isWhole(asked, file) ? features : features.select(asked.toArray()));
        }
        if (needs.contains(Need.SOURCE_PROBABILITIES)) {
            RecordedMatrix file = probabilitiesFile.orElseThrow();
            if (probabilities == null) {
                probabilities = file.readFeatures();
            }
            outputs = outputs.withSourceProbabilities(
                    isWhole(asked, file) ? probabilities : probabilities.select(asked.toArray()));
        }
        return outputs;
    }

    private Outputs answers(RecordedRows asked) throws IOException {
        RecordedMatrix file = logitsFile.orElseThrow(() -> new IllegalArgumentException(
                "no logits are recorded for the part '" + part + "'\nName their file: " + part + ": logits.npy."));
        boolean isWhole = isWhole(asked, file);
        if (logits == null) {
            logits = file.readLogits();
        }
        if (file.isOfTokens() && tokens == null) {
            tokens = readMask(file);
        }
        Outputs all = tokens == null ? Outputs.of(logits) : Outputs.ofTokens(logits, tokens);
        return isWhole ? all : all.select(asked.toArray());
    }

    /** Whether the rows are all of the file's rows in order. */
    private boolean isWhole(RecordedRows asked, RecordedMatrix file) {
        if (asked.isWhole()) {
            return true;
        }
        if (asked.partSize() != file.rows()) {
            throw otherLength(file, "the part '" + part + "' has " + asked.partSize());
        }
        for (int i = 0; i < asked.rows(); i++) {
            if (asked.at(i) != i) {
                return false;
            }
        }
        return asked.rows() == file.rows();
    }

    private static IllegalArgumentException otherLength(RecordedMatrix file, String but) {
        return Refusal.of(
                file.file(),
                file.rows() + " rows, but " + but,
                "Outputs and labels of a part must be of the same examples in the same order.");
    }
}
