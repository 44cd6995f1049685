package dev.weir.runtime.cascade;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.weir.api.Inputs;
import dev.weir.api.Progress;
import dev.weir.api.data.InputReader;
import dev.weir.runtime.job.OutputPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;

/**
 * Answers a file of new data, row by row, in memory that does not grow with it: {@code row, prediction,
 * confidence, stage, accepted}, rows counted from 0.
 */
public final class PredictionFile {

    /** Rows that are read, decided and written at a time, at most; the deferred among them fill batches. */
    static final int BLOCK = 16_384;

    private final Cascade cascade;
    private final Progress progress;

    public PredictionFile(Cascade cascade, Progress progress) {
        this.cascade = cascade;
        this.progress = progress;
    }

    /**
     * What was written.
     *
     * @param rows     answered
     * @param byStage  how many of them each stage answered
     * @param accepted how many answers were given
     */
    @SuppressWarnings("ArrayRecordComponent") // counts for the screen, compared by nobody
    public record Written(long rows, long[] byStage, long accepted) {}

    /**
     * Answers {@code data} into {@code out}, which is replaced only when all is written.
     *
     * @throws IllegalArgumentException when the data are not of the form that the bundle's job read
     */
    public Written write(Path data, Path out) throws IOException {
        Path target = out.toAbsolutePath().normalize();
        Path folder = target.resolveSibling("");
        if (!Files.isReadable(data)) { // a folder is one too, where the source reads folders
            throw new IllegalArgumentException("there is no file " + data + "\nName a file with new data.");
        }
        if (Files.exists(target) && Files.isSameFile(data, target)) {
            throw new IllegalArgumentException(out + " is the data itself\nName another file for the answers.");
        }
        requireWritable(out);
        Files.createDirectories(folder);
        Path gathering = Files.createTempFile(folder, "." + target.getFileName() + "-", ".tmp");
        try (InputReader reader = cascade.reader(data)) {
            Written written;
            try (CsvWriter csv = CsvWriter.builder().build(gathering)) {
                csv.writeRecord("row", "prediction", "confidence", "stage", "accepted");
                written = write(data.getFileName(), reader, csv);
            }
            if (written.rows() == 0) {
                throw new IllegalArgumentException(data.getFileName() + ": no rows\nName a file with new data.");
            }
            Files.move(gathering, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return written;
        } catch (UncheckedIOException e) { // of the writer
            throw OutputPlace.explained(out, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw OutputPlace.explained(out, e);
        } finally {
            Files.deleteIfExists(gathering);
        }
    }

    /**
     * Refuses a file that cannot be written, before anything is opened.
     *
     * @throws IllegalArgumentException with the remedy in a second line
     */
    public static void requireWritable(Path out) {
        Path target = out.toAbsolutePath().normalize();
        Optional<String> refusal = Files.isDirectory(target)
                ? Optional.of(out + " is a folder, not a file")
                : Files.exists(target) && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                        ? Optional.of(out + " is a link or a device, which would be replaced")
                        : OutputPlace.refusal(target.resolveSibling(""));
        refusal.ifPresent(why -> {
            throw new IllegalArgumentException(why + "\nName another file for the answers.");
        });
    }

    private Predictions predict(Path data, Inputs raw) {
        try {
            return cascade.predict(cascade.transform(raw));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(data + ": " + e.getMessage(), e);
        }
    }

    private Written write(Path data, InputReader reader, CsvWriter csv) throws IOException {
        long rows = 0;
        long accepted = 0;
        long[] byStage = new long[0];
        int block = cascade.block(BLOCK);
        for (Inputs raw = reader.next(block); raw.rows() > 0; raw = reader.next(block)) {
            Predictions predictions = predict(data, raw);
            if (byStage.length == 0) {
                byStage = new long[predictions.models().size()];
            }
            for (int row = 0; row < predictions.rows(); row++) {
                csv.writeRecord(
                        Long.toString(rows + row),
                        predictions.className(row),
                        Double.toString(predictions.confidence()[row]),
                        predictions.modelName(row),
                        Boolean.toString(predictions.accepted()[row]));
                byStage[predictions.stage()[row]]++;
                accepted += predictions.accepted()[row] ? 1 : 0;
            }
            rows += predictions.rows();
            progress.report("predicting", rows, 0, "rows");
        }
        return new Written(rows, byStage, accepted);
    }
}
