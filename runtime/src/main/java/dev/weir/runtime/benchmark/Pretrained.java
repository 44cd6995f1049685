package dev.weir.runtime.benchmark;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What is known of a candidate before it meets a target.
 *
 * @param key            names all that it depends on
 * @param source         the data set that it was trained on; empty where it came ready
 * @param right          how many examples of the source's test split it got right
 * @param examples       of that split; 0 where there is none
 * @param parameters     its trained numbers
 * @param failed         why it could not be trained; empty where it could
 */
record Pretrained(String key, String source, int right, int examples, OptionalLong parameters, String failed) {

    OptionalDouble accuracy() {
        return examples == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) right / examples);
    }
}
