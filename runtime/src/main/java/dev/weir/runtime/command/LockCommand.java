package dev.weir.runtime.command;

import dev.weir.runtime.job.JobLock;
import dev.weir.runtime.job.JobRunner;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir lock FILE}. */
@Command(
        name = "lock",
        description = "Writes beside a job's file what it reads: versions and SHA-256 of its plugins, models and data."
                + " From then on a run that finds something else is refused.")
final class LockCommand implements Callable<Integer> {
    @Mixin
    private Session session = new Session();

    @Mixin
    private JobFileArgument file = new JobFileArgument();

    @Override
    public Integer call() throws IOException {
        JobLock lock = session.runtimeFor(file).getInstance(JobRunner.class).lock(file.path());
        return session.done(lock.write(file.path()) + " holds " + lock.words() + ".");
    }
}
