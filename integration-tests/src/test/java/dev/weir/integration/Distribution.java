package dev.weir.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The distribution that the build leaves, run as its users run it: one process for each command. Trained
 * models are kept in the working directory, so a fresh one trains anew.
 */
final class Distribution {
    static final Path HOME = Path.of("../configs/target/weir").toAbsolutePath().normalize();

    /** Where natives are unpacked; for tests alone. */
    static final Path NATIVES =
            Path.of(System.getProperty("weir.natives", "target/natives")).toAbsolutePath();

    /** Most runs of tests end within seconds: what the second compiler makes would not pay. */
    private static final String SHORT_RUNS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private Distribution() {}

    /** What a process printed and how it ended. */
    record Ended(int exitCode, String out, String err) {}

    /** Runs {@code bin/weir} in a working directory, with a cache of natives that tests alone use. */
    static Ended weir(Path workingDirectory, String... arguments) throws IOException, InterruptedException {
        return weir(workingDirectory, NATIVES, arguments);
    }

    /** Runs {@code bin/weir} with a folder that natives are unpacked into. */
    static Ended weir(Path workingDirectory, Path natives, String... arguments)
            throws IOException, InterruptedException {
        return ended(builder(workingDirectory, natives, arguments));
    }

    /** Runs {@code bin/weir} with options of the Java virtual machine. */
    static Ended weirWith(String options, Path workingDirectory, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = builder(workingDirectory, NATIVES, arguments);
        builder.environment().put("WEIR_OPTS", SHORT_RUNS + " " + options);
        return ended(builder);
    }

    /** Runs {@code bin/weir} where no file may grow beyond some blocks of 512 bytes: as on a disk that fills up. */
    static Ended weirWithSmallFiles(int blocks, Path workingDirectory, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = builder(workingDirectory, NATIVES, arguments);
        List<String> limited = new ArrayList<>(List.of("sh", "-c", "ulimit -f " + blocks + " && exec \"$@\"", "sh"));
        limited.addAll(builder.command());
        return ended(builder.command(limited));
    }

    /** Runs {@code bin/weir} where nothing may be fetched. */
    static Ended weirOffline(Path workingDirectory, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = builder(workingDirectory, NATIVES, arguments);
        builder.environment().put("WEIR_OFFLINE", "true");
        return ended(builder);
    }

    private static Ended ended(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = Files.createTempFile("weir", ".out");
        Path err = Files.createTempFile("weir", ".err");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("weir did not end in five minutes");
        }
        return new Ended(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    /** Starts {@code bin/weir} and leaves it running. */
    static Process start(Path workingDirectory, String... arguments) throws IOException {
        return builder(workingDirectory, NATIVES, arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static ProcessBuilder builder(Path workingDirectory, Path natives, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(HOME.resolve("bin/weir").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("WEIR_OPTS", SHORT_RUNS);
        builder.environment().put("DJL_CACHE_DIR", natives.toString());
        builder.environment()
                .put("WEIR_CACHE", workingDirectory.resolve("cache").toString());
        return builder;
    }
}
