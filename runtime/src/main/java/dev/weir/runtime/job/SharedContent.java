package dev.weir.runtime.job;

import dev.weir.api.data.Examples;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts examples of one split whose content stands in another too: equal content in different rows. */
public final class SharedContent {
    private SharedContent() {}

    /** How many examples of {@code split} have an equal among {@code others}, labels aside. */
    public static int count(Examples split, List<Examples> others) {
        Set<ByteBuffer> seen = new HashSet<>();
        for (Examples other : others) {
            for (int row = 0; row < other.size(); row++) {
                seen.add(ByteBuffer.wrap(Digests.sha256().digest(Digests.bytes(other.inputs(), row))));
            }
        }
        int count = 0;
        for (int row = 0; row < split.size(); row++) {
            count +=
                    seen.contains(ByteBuffer.wrap(Digests.sha256().digest(Digests.bytes(split.inputs(), row)))) ? 1 : 0;
        }
        return count;
    }
}
