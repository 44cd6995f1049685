package dev.weir.runtime.command;

import dev.weir.runtime.job.JobRunner;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code weir check FILE}. */
@Command(
        name = "check",
        description = "Validates a YAML file, its data and its models' settings, without running anything.")
final class CheckCommand implements Callable<Integer> {
    @ParentCommand
    private WeirCommand weir = new WeirCommand();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The job's YAML file.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        weir.runtime().getInstance(JobRunner.class).check(file);
        spec.commandLine().getOut().println(file + " is right; nothing was run.");
        spec.commandLine().getOut().flush();
        return 0;
    }
}
