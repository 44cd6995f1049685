package dev.weir.api.model;

import java.io.IOException;
import java.util.List;

/**
 * Where a model keeps what took long to compute, between runs. A piece of work is found again by its group,
 * which must name all that the work depends on; pieces of one group come in no particular order, and a piece
 * may be lost.
 */
public interface WorkCache {

    /** Keeps nothing. */
    WorkCache NONE = new WorkCache() {
        @Override
        public List<byte[]> all(String group) {
            return List.of();
        }

        @Override
        public void keep(String group, byte[] work) {}
    };

    /**
     * Every piece of work that was kept in a group.
     *
     * @param group lower-case letters and digits, at least one
     */
    List<byte[]> all(String group) throws IOException;

    /** Keeps a piece of work; a kill at any moment leaves it whole or not there. */
    void keep(String group, byte[] work) throws IOException;
}
