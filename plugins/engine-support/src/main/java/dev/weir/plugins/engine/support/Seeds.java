package dev.weir.plugins.engine.support;

import java.util.SplittableRandom;

/** Independent generators of one seed, told apart by what they are for. */
final class Seeds {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Seeds() {}

    /** A generator for a purpose: a function of both, on every machine. */
    static SplittableRandom random(long seed, String purpose) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < purpose.length(); i++) {
            hash = (hash ^ purpose.charAt(i)) * FNV_PRIME;
        }
        // A draw from the seed, not the seed: near seeds would otherwise give shifted copies of one stream.
        return new SplittableRandom(new SplittableRandom(seed).nextLong() ^ hash);
    }
}
