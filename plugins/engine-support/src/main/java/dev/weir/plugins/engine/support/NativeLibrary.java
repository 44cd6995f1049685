package dev.weir.plugins.engine.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A library for Linux x86-64 that an engine unpacks and loads, and what is said where it does not start.
 *
 * @param name   of the library, for messages
 * @param engine a class of the plugin, whose class loader finds what the library is made of
 * @param parts  resources of the plugin that the library cannot do without
 * @param cache  the folder that it is unpacked to; DJL_CACHE_DIR names the folder above it
 */
public record NativeLibrary(String name, Class<?> engine, List<String> parts, Path cache) {
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86_64");

    public NativeLibrary {
        parts = List.copyOf(parts);
    }

    /**
     * Starts it. Libraries look for their parts through the context class loader, which is the plugin's meanwhile.
     *
     * @throws IOException when it does not start; the message says what is in its way and what to do
     */
    public <T> T start(Supplier<T> starting) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(engine.getClassLoader());
        try {
            return starting.get();
        } catch (RuntimeException | LinkageError e) {
            throw new IOException(name + " does not start: " + reason(e), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What can be seen to be wrong, else what the library says: that alone rarely tells what to do. */
    private String reason(Throwable failure) {
        String system = System.getProperty("os.name", "");
        String architecture = System.getProperty("os.arch", "");
        if (!system.toLowerCase(Locale.ROOT).startsWith("linux") || !ARCHITECTURES.contains(architecture)) {
            return "its library is for Linux x86-64, this is " + system + " " + architecture
                    + "\nRun the job on Linux x86-64.";
        }
        for (String part : parts) {
            if (engine.getClassLoader().getResource(part) == null) {
                return "its library is not among the plugin's files: there is no " + part
                        + "\nInstall the plugin anew, with every file in its lib folder.";
            }
        }
        Path there = cache;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            return "it unpacks its library to " + cache + ", and " + there
                    + (Files.isDirectory(there) ? " cannot be written to" : " is not a folder")
                    + "\nName a folder that can be written to with the environment variable DJL_CACHE_DIR.";
        }
        return rootCause(failure) + "\nIf " + cache + " was left half written, remove it: it is unpacked anew.";
    }

    private static String rootCause(Throwable failure) {
        Throwable cause = failure;
        for (Throwable next = failure.getCause(); next != null; next = next.getCause()) {
            cause = next;
        }
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }
}
