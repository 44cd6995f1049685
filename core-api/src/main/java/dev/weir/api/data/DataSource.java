package dev.weir.api.data;

import java.io.IOException;

/**
 * Reads labelled examples from where its settings say.
 *
 * <p>A source is immutable; reading it twice gives the same parts in the same order.
 */
@FunctionalInterface
public interface DataSource {

    /**
     * Reads all parts.
     *
     * @throws IOException              when a file cannot be read
     * @throws IllegalArgumentException when what is read is not as it must be; the message names the file and
     *                                  the line or row, and a second line may say what to do
     */
    Parts read() throws IOException;
}
