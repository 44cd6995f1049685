package dev.weir.api;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Examples that are texts.
 *
 * @param values one text for each example; may be empty texts
 */
public record Texts(List<String> values) implements Inputs {

    public Texts {
        values = List.copyOf(values);
    }

    @Override
    public int rows() {
        return values.size();
    }

    @Override
    public Texts select(int[] selected) {
        return new Texts(IntStream.of(selected).mapToObj(values::get).toList());
    }

    @Override
    public String kind() {
        return "texts";
    }

    @Override
    public String toString() {
        return values.size() + " texts";
    }
}
