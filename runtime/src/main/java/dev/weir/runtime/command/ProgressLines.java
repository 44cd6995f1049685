package dev.weir.runtime.command;

import dev.weir.api.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/** Progress as lines with the seconds since the start: the first and last step of everything, others seldom. */
final class ProgressLines implements Progress {
    private static final long SELDOM_NANOS = 1_000_000_000L;

    private final PrintWriter out;
    private final long start = System.nanoTime();
    private long last = start;
    private String activity = "";

    ProgressLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void report(String doing, long done, long total, String detail) {
        long now = System.nanoTime();
        if (doing.equals(activity) && (done < total || total == 0) && now - last < SELDOM_NANOS) {
            return;
        }
        last = now;
        activity = doing;
        String of = total == 0 ? "" : "/" + total;
        out.println(String.format(
                Locale.ROOT,
                "%6.1f s  %s %d%s%s",
                (now - start) / 1e9,
                doing,
                done,
                of,
                detail.isEmpty() ? "" : ": " + detail));
        out.flush();
    }
}
