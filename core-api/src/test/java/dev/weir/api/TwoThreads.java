package dev.weir.api;

import java.util.concurrent.CompletableFuture;

/** For kits: what one thread may do, two may do at once. */
public final class TwoThreads {
    private TwoThreads() {}

    /** Does a piece of work on two threads at once and waits for both; what fails in either fails here. */
    public static void run(Runnable work) {
        CompletableFuture.allOf(CompletableFuture.runAsync(work), CompletableFuture.runAsync(work))
                .join();
    }
}
