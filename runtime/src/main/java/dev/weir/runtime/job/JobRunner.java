package dev.weir.runtime.job;

import com.google.inject.Inject;
import dev.weir.api.Progress;
import dev.weir.runtime.config.Binder;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.config.Repeat;
import dev.weir.runtime.config.Repeats;
import dev.weir.runtime.config.Spelling;
import dev.weir.runtime.config.YamlFile;
import dev.weir.runtime.split.Extent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads a file, finds its job, checks it, runs it and puts its results in place. */
public final class JobRunner {
    private final Binder binder;
    private final Jobs jobs;

    @Inject
    JobRunner(Binder binder, Jobs jobs) {
        this.binder = binder;
        this.jobs = jobs;
    }

    /**
     * A job whose file is right.
     *
     * @param file   its file
     * @param job    ready to run
     * @param extent how much of the data it uses
     * @param folder where its results go
     */
    public record Checked(Bound<?> file, Job.Prepared job, Extent extent, Path folder) {}

    /**
     * What a run left.
     *
     * @param folder the report folder
     * @param table  for the screen
     */
    public record Finished(Path folder, String table) {}

    /**
     * Checks a file, with every seed and variant that it asks for, without loading a native library.
     *
     * @return its first run
     * @throws ConfigException with every mistake
     */
    public Checked check(Path path) {
        YamlFile file = YamlFile.read(path);
        Job<?> job = job(file);
        Repeats repeats = Repeats.of(file, job.settings());
        return checkLocked(path, repeats, repeats.runs(), job, Extent.WHOLE);
    }

    /**
     * Runs a file: one run, or one for each seed and variant that it asks for.
     *
     * @param extent a quick run takes the first seed only, and has a report folder of its own
     * @throws ConfigException when the file is wrong; nothing was run
     * @throws IOException     when the results cannot be written
     */
    public Finished run(Path path, Extent extent, ModelCache cache, Progress progress) throws IOException {
        long start = System.nanoTime();
        YamlFile file = YamlFile.read(path);
        Job<?> job = job(file);
        Repeats repeats = Repeats.of(file, job.settings());
        List<Repeat> runs = extent == Extent.QUICK ? repeats.withFirstSeed() : repeats.runs();
        Checked first = checkLocked(path, repeats, runs, job, extent);
        if (extent == Extent.QUICK) {
            progress.report(
                    "quick",
                    1,
                    1,
                    first.job().readsRows()
                            ? "the first seed, and 2% of the rows; nothing to conclude from"
                            : "this job reads no rows: it is done as a whole, into a folder of its own");
        }
        if (!repeats.isRepeated()) {
            return new SingleRun(path, first).run(start, cache, progress);
        }
        return new RepeatedRun(path, wholeFolder(first.job(), extent), runs, run -> checked(repeats, run, job, extent))
                .run(start, cache, progress);
    }

    /**
     * Checks a file and says what it reads now: the files of all its runs, and the plugins whose components they name.
     *
     * @throws ConfigException with every mistake
     */
    public JobLock lock(Path path) {
        YamlFile file = YamlFile.read(path);
        Job<?> job = job(file);
        Repeats repeats = Repeats.of(file, job.settings());
        JobLock lock = new JobLock();
        check(repeats, repeats.runs(), job, Extent.WHOLE, lock::add);
        return lock;
    }

    /** Checks all runs; where a lock stands beside the file, it must hold what they read. */
    private Checked checkLocked(Path path, Repeats repeats, List<Repeat> runs, Job<?> job, Extent extent) {
        Optional<JobLock> locked = JobLock.beside(path);
        JobLock now = new JobLock();
        Checked first = check(repeats, runs, job, extent, locked.isPresent() ? now::add : checked -> {});
        locked.ifPresent(lock -> lock.requireSame(path, now, extent == Extent.WHOLE));
        return first;
    }

    private Job<?> job(YamlFile file) {
        String known = "Jobs: " + String.join(", ", jobs.names()) + ".";
        if (!file.has("job")) {
            throw new ConfigException(
                    new Problem(file.placeOf("job"), "job", "is missing", "Begin with: job: cascade. " + known));
        }
        String name = file.topLevel("job");
        return jobs.find(name)
                .orElseThrow(() -> new ConfigException(new Problem(
                        file.placeOf("job"),
                        "job",
                        name.isEmpty() ? "must be the name of a job" : "no job is named '" + name + "'",
                        Spelling.didYouMean(name, jobs.names()) + known)));
    }

    /** Checks all runs and keeps the first: the data of many would not fit into memory together. */
    private Checked check(Repeats repeats, List<Repeat> runs, Job<?> job, Extent extent, Consumer<Checked> each) {
        Set<Problem> problems = new LinkedHashSet<>(repeats.problems()); // variants share most of theirs
        List<Checked> first = new ArrayList<>();
        for (Repeat run : runs) {
            try {
                Checked checked = checked(repeats, run, job, extent);
                each.accept(checked);
                if (first.isEmpty()) {
                    first.add(checked);
                }
            } catch (ConfigException e) {
                e.problems().forEach(problem -> problems.add(run.located(problem)));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(List.copyOf(problems));
        }
        return first.get(0);
    }

    private <S extends Record> Checked checked(Repeats repeats, Repeat run, Job<S> job, Extent extent) {
        Bound<S> bound = binder.bind(run.file(), job.settings());
        Job.Prepared prepared = job.prepare(bound, extent);
        Path whole = wholeFolder(prepared, extent);
        for (Path read : bound.files()) {
            if (holds(whole, read)) {
                throw new ConfigException(bound.problem(
                        "report",
                        "the report's folder holds '" + read.getFileName() + "', which this job reads",
                        "A report replaces what an earlier one left there: choose another folder."));
            }
        }
        Path folder = repeats.isRepeated() ? RepeatedRun.folder(whole, run) : whole;
        Optional<String> refusal = RunFolder.refusal(whole).or(() -> RunFolder.refusal(folder));
        if (refusal.isPresent()) {
            throw new ConfigException(bound.problem("report", refusal.get(), "Choose another folder."));
        }
        return new Checked(bound, prepared, extent, folder);
    }

    /** Where a path leads when links are followed, also one whose last folders are not there yet. */
    private static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path there = absolute;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there.toRealPath().resolve(there.relativize(absolute));
    }

    private static boolean holds(Path folder, Path file) {
        try {
            return file.toAbsolutePath().normalize().startsWith(folder)
                    || real(file).startsWith(real(folder));
        } catch (IOException e) {
            return false; // what cannot be followed is told when it is read
        }
    }

    /** A quick run's folder is another, so that its numbers never replace real ones. */
    private static Path wholeFolder(Job.Prepared job, Extent extent) {
        Path folder = Path.of(job.reportFolder()).toAbsolutePath().normalize();
        return extent == Extent.WHOLE ? folder : folder.resolveSibling(folder.getFileName() + "-quick");
    }
}
