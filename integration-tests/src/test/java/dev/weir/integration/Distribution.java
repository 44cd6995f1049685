package dev.weir.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The distribution that the build leaves, run as its users run it: one process for each command. */
final class Distribution {
    static final Path HOME = Path.of("../configs/target/weir").toAbsolutePath().normalize();

    private Distribution() {}

    /** What a process printed and how it ended. */
    record Ended(int exitCode, String out, String err) {}

    /** Runs {@code bin/weir} in a working directory, with a cache of natives that tests alone use. */
    static Ended weir(Path workingDirectory, String... arguments) throws IOException, InterruptedException {
        return weir(workingDirectory, Path.of("target/natives").toAbsolutePath(), arguments);
    }

    /** Runs {@code bin/weir} with a folder that natives are unpacked into. */
    static Ended weir(Path workingDirectory, Path natives, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(HOME.resolve("bin/weir").toString());
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("weir", ".out");
        Path err = Files.createTempFile("weir", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("DJL_CACHE_DIR", natives.toString());
        Process process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("weir did not end in five minutes");
        }
        return new Ended(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
