package dev.weir.api.model;

import java.io.IOException;
import java.util.Optional;

/** Where training keeps its state after each epoch, so that it can go on after the process was killed. */
public interface Checkpoint {

    /** Keeps nothing. */
    Checkpoint NONE = new Checkpoint() {
        @Override
        public Optional<byte[]> latest() {
            return Optional.empty();
        }

        @Override
        public void keep(byte[] state) {}
    };

    /** The state that was kept last; empty at the start. */
    Optional<byte[]> latest() throws IOException;

    /** Keeps a state instead of the one before; a kill at any moment leaves one of the two whole. */
    void keep(byte[] state) throws IOException;
}
