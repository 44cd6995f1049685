package dev.weir.runtime.benchmark;

import dev.weir.api.Progress;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Says with every step how much time all that is left to compute will take, if it goes on as it did. */
final class TimeLeft {
    private final Progress progress;
    private final LongSupplier nanos;
    private final long start;
    private double left;
    private double done;

    /**
     * An account of work.
     *
     * @param total what there is to do, in a unit of the caller's
     * @param nanos a clock
     */
    TimeLeft(Progress progress, double total, LongSupplier nanos) {
        this.progress = progress;
        this.left = total;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    /** Progress of a piece of work, whose steps are equal parts of it. */
    Progress of(double units) {
        return (activity, step, steps, detail) -> {
            double part = steps == 0 ? 0 : units * step / steps;
            progress.report(activity, step, steps, detail + (detail.isEmpty() ? "" : ", ") + words(part));
        };
    }

    /** A piece of work is over. */
    void done(double units) {
        done += units;
        left -= units;
    }

    private String words(double part) {
        double worked = done + part;
        double seconds = (nanos.getAsLong() - start) / 1e9;
        if (worked <= 0 || seconds <= 0) {
            return "time left not known yet";
        }
        double remaining = seconds / worked * Math.max(0, left - part);
        return remaining < 90
                ? String.format(Locale.ROOT, "about %.0f s left in all", remaining)
                : String.format(Locale.ROOT, "about %.0f min left in all", remaining / 60);
    }
}
