package dev.weir.runtime.command;

import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The file of a job. */
final class JobFileArgument {
    @Parameters(paramLabel = "FILE", description = "The job's YAML file.")
    private Path file = Path.of("");

    Path path() {
        return file;
    }
}
