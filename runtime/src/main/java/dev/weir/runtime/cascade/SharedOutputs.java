package dev.weir.runtime.cascade;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.TokenMask;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What recorded splits have in common. Of recorded examples nothing is known but what they are labelled and what the
 * models put out: rows that are equal in all of that are taken for one example.
 *
 * @param calibration what each model put out on the calibration split
 * @param test        what each of them put out on the test split
 */
public record SharedOutputs(
        List<Outputs> calibration, Labels calibrationLabels, List<Outputs> test, Labels testLabels) {

    /** How many test rows stand in the calibration split too. */
    public int count() {
        Set<ByteBuffer> seen = new HashSet<>();
        for (int row = 0; row < calibrationLabels.size(); row++) {
            seen.add(content(calibration, calibrationLabels, row));
        }
        int count = 0;
        for (int row = 0; row < testLabels.size(); row++) {
            count += seen.contains(content(test, testLabels, row)) ? 1 : 0;
        }
        return count;
    }

    /** Whether the two splits are one: the same rows in the same order. */
    public boolean isSame() {
        if (calibrationLabels.size() != testLabels.size()) {
            return false;
        }
        for (int row = 0; row < testLabels.size(); row++) {
            if (!content(calibration, calibrationLabels, row).equals(content(test, testLabels, row))) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer content(List<Outputs> outputs, Labels labels, int row) {
        int width = outputs.stream()
                .mapToInt(put -> put.logits().classes() * positions(put))
                .sum();
        ByteBuffer content = ByteBuffer.allocate(Integer.BYTES + width * Double.BYTES);
        content.putInt(labels.at(row));
        for (Outputs put : outputs) {
            Logits logits = put.logits();
            int length = positions(put);
            for (int position = row * length; position < (row + 1) * length; position++) {
                for (int k = 0; k < logits.classes(); k++) {
                    content.putDouble(logits.at(position, k));
                }
            }
        }
        return content.flip();
    }

    private static int positions(Outputs outputs) {
        return outputs.tokens().map(TokenMask::length).orElse(1);
    }
}
