package dev.weir.runtime.command;

import com.google.inject.Injector;
import dev.weir.api.Inputs;
import dev.weir.api.RecordedRows;
import dev.weir.runtime.cascade.Cascade;
import dev.weir.runtime.cascade.CascadeBenchmark;
import dev.weir.runtime.job.JobRunner;
import dev.weir.runtime.plugin.PluginCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code weir bench FILE}. */
@Command(
        name = "bench",
        description = "Measures the bundle that a job left, on the job's test split: each stage alone at its best"
                + " batch size, the gated cascade, their ratio, memory. Leaves bench.json beside the report.")
final class BenchCommand implements Callable<Integer> {
    @ParentCommand
    private WeirCommand weir = new WeirCommand();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The YAML file of a job that was run.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Injector runtime = weir.runtime();
        JobRunner.Checked checked = runtime.getInstance(JobRunner.class).check(file);
        Inputs inputs = checked.job().testInputs();
        if (inputs instanceof RecordedRows) {
            err.println(file + ": recorded outputs take no time\n  Bench a job whose models run.");
            return WeirCommand.WRONG_FILE;
        }
        Path report = checked.folder();
        try (Cascade cascade = Cascade.open(report.resolve("bundle"), runtime.getInstance(PluginCatalog.class))) {
            ObjectNode found = new CascadeBenchmark(cascade, inputs, new ProgressLines(err)).measure();
            Path fresh = Files.createTempFile(report, ".bench-", ".json");
            Files.writeString(fresh, found.toPrettyString());
            Files.move(
                    fresh,
                    report.resolve("bench.json"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            spec.commandLine().getOut().print(CascadeBenchmark.table(found));
            spec.commandLine().getOut().println("Written: " + report.resolve("bench.json"));
            spec.commandLine().getOut().flush();
            return 0;
        } catch (IllegalArgumentException e) {
            err.println(String.valueOf(e.getMessage()).replace("\n", "\n  "));
            return WeirCommand.WRONG_FILE;
        }
    }
}
