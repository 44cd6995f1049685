package dev.weir.runtime.command;

import dev.weir.runtime.job.JobRunner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir check FILE}. */
@Command(
        name = "check",
        description = "Validates a YAML file, its data and its models' settings, without running anything.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private Session session = new Session();

    @Mixin
    private JobFileArgument file = new JobFileArgument();

    @Override
    public Integer call() {
        JobRunner.Checked checked =
                session.runtimeFor(file).getInstance(JobRunner.class).check(file.path());
        checked.job().warnings().forEach(session.err()::println);
        return session.done(file.path() + " is right; nothing was run.");
    }
}
