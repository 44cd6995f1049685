package dev.weir.plugins.engine.support;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which processor a model runs on, as a setting says it: {@code auto}, {@code cpu} or {@code gpu:0}.
 *
 * @param isAuto whether a graphics processor is taken where there is one
 * @param gpu    the number of the graphics processor; empty for the processor of the machine
 */
public record DeviceChoice(boolean isAuto, OptionalInt gpu) {
    private static final Pattern GPU = Pattern.compile("gpu:(\\d{1,4})");

    /**
     * Reads a setting.
     *
     * @throws IllegalArgumentException when it is none of the three
     */
    public static DeviceChoice of(String text) {
        if (text.equals("auto") || text.equals("cpu")) {
            return new DeviceChoice(text.equals("auto"), OptionalInt.empty());
        }
        Matcher matcher = GPU.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("device must be auto, cpu or gpu:N, got " + text
                    + "\nWrite gpu:0 for the first graphics processor.");
        }
        return new DeviceChoice(false, OptionalInt.of(Integer.parseInt(matcher.group(1))));
    }

    /**
     * The graphics processor to use; empty for the processor of the machine.
     *
     * @param library of the engine, for messages
     * @param gpus    how many the library can use; asked only where it matters
     * @param told    whether it has been said that auto found none: once in a process is enough
     * @throws IllegalArgumentException when there is no such graphics processor
     */
    public OptionalInt on(String library, IntSupplier gpus, AtomicBoolean told, Consumer<String> line) {
        if (!isAuto && gpu.isEmpty()) {
            return gpu;
        }
        int found = gpus.getAsInt();
        if (isAuto) {
            if (found == 0 && told.compareAndSet(false, true)) {
                line.accept("device auto: " + library + " finds no GPU and uses the CPU");
            }
            return found == 0 ? OptionalInt.empty() : OptionalInt.of(0);
        }
        if (gpu.getAsInt() >= found) {
            throw new IllegalArgumentException("device: " + this + ", but " + library + " finds "
                    + (found == 0 ? "no GPU" : found + (found == 1 ? " GPU" : " GPUs, the first of them gpu:0"))
                    + "\nWrite auto to use one where there is one, or cpu.");
        }
        return gpu;
    }

    @Override
    public String toString() {
        return isAuto ? "auto" : gpu.isPresent() ? "gpu:" + gpu.getAsInt() : "cpu";
    }
}
