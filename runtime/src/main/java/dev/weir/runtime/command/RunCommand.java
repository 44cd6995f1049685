package dev.weir.runtime.command;

import dev.weir.runtime.job.JobRunner;
import dev.weir.runtime.job.JobRunner.Finished;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code weir run FILE}. */
@Command(name = "run", description = "Runs the job of a YAML file and leaves a report.")
final class RunCommand implements Callable<Integer> {
    @ParentCommand
    private WeirCommand weir = new WeirCommand();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The job's YAML file.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        JobRunner runner = weir.runtime().getInstance(JobRunner.class);
        Finished finished =
                runner.run(file, new ProgressLines(spec.commandLine().getErr()));
        out.println();
        out.print(finished.table());
        out.println("Report: " + finished.folder().resolve("report.html"));
        out.flush();
        return 0;
    }
}
