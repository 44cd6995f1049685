package dev.weir.runtime.command;

import dev.weir.runtime.job.JobRunner;
import dev.weir.runtime.job.JobRunner.Finished;
import dev.weir.runtime.job.ModelCache;
import dev.weir.runtime.split.Extent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir run FILE}. */
@Command(name = "run", description = "Runs the job of a YAML file and leaves a report.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private Session session = new Session();

    @Mixin
    private JobFileArgument file = new JobFileArgument();

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where trained models are kept between runs; by default weir in the user's cache folder,"
                    + " or what WEIR_CACHE names.")
    private @Nullable Path cache;

    @Option(names = "--no-cache", description = "Train every model, and keep none.")
    private boolean noCache;

    @Option(
            names = "--quick",
            description =
                    "Tries the job out: the first seed, 2%% of the rows; the report folder's name ends in -quick.")
    private boolean quick;

    private ModelCache cache() throws IOException {
        if (noCache) {
            return ModelCache.scratch();
        }
        return ModelCache.in(cache == null ? UserFolders.cache() : cache);
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = session.out();
        Finished finished;
        try (ModelCache models = cache()) {
            Optional<String> refusal = models.refusal();
            if (refusal.isPresent()) {
                return session.wrong(
                        refusal.get()
                                + "\nTrained models are kept there: name another folder with --cache, or keep none"
                                + " with --no-cache.",
                        "Nothing was run.");
            }
            finished = session.runtimeFor(file)
                    .getInstance(JobRunner.class)
                    .run(file.path(), quick ? Extent.QUICK : Extent.WHOLE, models, new ProgressLines(session.err()));
        }
        out.println();
        out.print(finished.table());
        out.println("Report: " + finished.folder().resolve("report.html"));
        out.flush();
        return 0;
    }
}
