package dev.weir.plugins.data;

import dev.weir.plugins.data.JsonlRows.Member;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The inputs in the lines of a JSON file: one member that is a text, or members that are numbers.
 *
 * @param shape of one example where it is given
 */
record JsonlColumns(Optional<String> text, List<String> numbers, Optional<List<Integer>> shape, double scale) {

    /**
     * Adds an object's inputs.
     *
     * @param width numbers in the objects before; 0 in the first
     * @return how many numbers there are
     */
    int read(JsonlRows rows, Map<String, Member> row, int width, GrowingPart into) {
        if (text.isPresent()) {
            Member member = member(rows, row, text.get());
            if (member.form() != Member.Form.TEXT) {
                throw rows.refusal(
                        "'" + text.get() + "' is not a text", "Put it in double quotes, or name another with 'text'.");
            }
            into.add(member.text());
            return 0;
        }
        int found = 0;
        for (String name : numbers) {
            List<String> written = member(rows, row, name).numbers();
            if (written.isEmpty()) {
                throw rows.refusal("'" + name + "' is no number", "'columns' names numbers or lists of numbers.");
            }
            for (String number : written) {
                into.add(number(rows, name, number));
                found++;
            }
        }
        requireWidth(rows, found, width);
        return found;
    }

    static Member member(JsonlRows rows, Map<String, Member> row, String name) {
        Member member = row.get(name);
        if (member == null) {
            throw rows.refusal("there is no '" + name + "' in this object", "Every object needs it.");
        }
        return member;
    }

    private float number(JsonlRows rows, String name, String written) {
        double value = Decimal.parse(written);
        float scaled = (float) (value * scale);
        if (!Float.isFinite(scaled)) {
            boolean isNumber = !Double.isNaN(value);
            throw rows.refusal(
                    "'" + name + "' " + (isNumber ? "must be finite, got " : "holds what is no number: ") + written,
                    "Replace missing and very large numbers.");
        }
        return scaled;
    }

    private void requireWidth(JsonlRows rows, int found, int width) {
        if (width > 0 && found != width) {
            throw rows.refusal(
                    found + " numbers, but the objects before have " + width, "Every object must have equally many.");
        }
        shape.filter(given -> Settings.size(given) != found).ifPresent(given -> {
            throw rows.refusal(
                    "the shape " + given + " needs " + Settings.size(given) + " numbers, but there are " + found,
                    "Change 'shape', or choose the numbers with 'columns'.");
        });
    }

    /** The shape of one example; empty for texts. */
    List<Integer> shape(int width) {
        return text.isPresent() ? List.of() : shape.orElse(List.of(Math.max(1, width)));
    }
}
