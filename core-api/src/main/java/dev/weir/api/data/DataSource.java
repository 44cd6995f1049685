package dev.weir.api.data;

import java.io.IOException;
import java.nio.file.Path;

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

    /**
     * The same source with all that its {@linkplain #reader reader} takes from the source's own files written
     * into its settings, so that those files may be gone when it is read again; itself, unless overridden.
     */
    default DataSource settled() throws IOException {
        return this;
    }

    /**
     * Opens another file of the same form, such as the new data of {@code weir predict}: the same settings,
     * columns by name, labels neither needed nor read.
     *
     * @throws UnsupportedOperationException when the source cannot read other files, unless overridden
     * @throws IllegalArgumentException      when the file is not of this form
     */
    default InputReader reader(Path file) throws IOException {
        throw new UnsupportedOperationException("this data source reads only what its settings name");
    }
}
