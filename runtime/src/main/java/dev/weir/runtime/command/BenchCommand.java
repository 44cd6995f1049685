package dev.weir.runtime.command;

import com.google.inject.Injector;
import dev.weir.api.Inputs;
import dev.weir.api.RecordedRows;
import dev.weir.runtime.cascade.Cascade;
import dev.weir.runtime.cascade.CascadeBenchmark;
import dev.weir.runtime.job.JobRunner;
import dev.weir.runtime.plugin.PluginCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ObjectNode;

/** {@code weir bench FILE}. */
@Command(
        name = "bench",
        description = "Measures the bundle that a job left, on the job's test split: each stage alone at its best"
                + " batch size, the gated cascade, their ratio, memory. Leaves bench.json beside the report.")
final class BenchCommand implements Callable<Integer> {
    @Mixin
    private Session session = new Session();

    @Mixin
    private JobFileArgument file = new JobFileArgument();

    @Override
    public Integer call() throws IOException {
        Injector runtime = session.runtimeFor(file);
        JobRunner.Checked checked = runtime.getInstance(JobRunner.class).check(file.path());
        Inputs inputs = checked.job().testInputs();
        if (inputs instanceof RecordedRows) {
            return session.wrong(
                    file.path() + ": recorded outputs take no time\nBench a job whose models run.",
                    "Nothing was measured.");
        }
        Path report = checked.folder();
        try (Cascade cascade = Cascade.open(report.resolve("bundle"), runtime.getInstance(PluginCatalog.class))) {
            ObjectNode found = new CascadeBenchmark(cascade, inputs, new ProgressLines(session.err())).measure();
            Path fresh = Files.createTempFile(report, ".bench-", ".json");
            Files.writeString(fresh, found.toPrettyString());
            Files.move(
                    fresh,
                    report.resolve("bench.json"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            session.out().print(CascadeBenchmark.table(found));
            session.out().println("Written: " + report.resolve("bench.json"));
            session.out().flush();
            return 0;
        } catch (IllegalArgumentException e) {
            return session.wrong(String.valueOf(e.getMessage()), "Nothing was measured.");
        }
    }
}
