package dev.weir.plugins.transferability;

import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.PerformanceMatrix;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Scores that were computed elsewhere, looked up by the candidate's name: neither its model nor the target is read.
 *
 * @param file a tab-separated table of two lines: the candidates' names, and a number for each
 */
@Extension
@Name("recorded")
@Doc("scores that were computed elsewhere, by the candidates' names")
public record RecordedScores(
        @Doc("a tab-separated table of two lines: the names of candidates, and the score of each")
        Path file) implements TransferabilityScore {

    public RecordedScores {
        try {
            read(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("file cannot be read: " + e, e);
        }
    }

    private static Map<String, Double> read(Path file) throws IOException {
        List<String[]> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(line -> line.split("\t", -1))
                .toList();
        if (lines.size() != 2 || lines.get(0).length != lines.get(1).length) {
            throw refused(
                    file,
                    lines.size() != 2
                            ? "has " + lines.size() + " lines"
                            : "has " + lines.get(0).length + " names and " + lines.get(1).length + " scores");
        }
        PerformanceMatrix.requireDistinct("candidate", List.of(lines.get(0)));
        Map<String, Double> scores = new HashMap<>();
        for (int i = 0; i < lines.get(0).length; i++) {
            try {
                scores.put(lines.get(0)[i], Double.valueOf(lines.get(1)[i]));
            } catch (NumberFormatException e) {
                throw refused(file, "holds '" + lines.get(1)[i] + "', which is no number");
            }
        }
        return scores;
    }

    private static IllegalArgumentException refused(Path file, String what) {
        return new IllegalArgumentException("file " + file.getFileName() + " " + what
                + "\nThe first line names the candidates, the second has a score for each, with one tab between two.");
    }

    @Override
    public Set<Need> needs() {
        return Set.of();
    }

    @Override
    public Transferability score(Evidence evidence) {
        try {
            Double score = read(file).get(evidence.candidate());
            return score == null
                    ? Transferability.none("no score of it is recorded in " + file.getFileName())
                    : Transferability.of(score);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
