package dev.weir.api.data;

import dev.weir.api.Inputs;
import java.io.Closeable;
import java.io.IOException;

/** Reads a file's inputs block by block, in bounded memory. For one thread. */
public interface InputReader extends Closeable {

    /**
     * The next inputs.
     *
     * @param rows how many at most, at least 1
     * @return as many as there are, in the file's order; none at the end of the file
     * @throws IllegalArgumentException when what is read is not as it must be; the message names the file and
     *     the line or row
     */
    Inputs next(int rows) throws IOException;
}
