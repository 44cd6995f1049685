package dev.weir.runtime.job;

import dev.weir.api.Inputs;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.split.Extent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A kind of job, chosen by the key {@code job} of a file.
 *
 * @param <S> the record that the file becomes
 */
public interface Job<S extends Record> {

    /** Its name in YAML: {@code cascade}. */
    String name();

    /** The record that a file of this job becomes. */
    Class<S> settings();

    /**
     * Checks all that can be checked without a native library: the settings against each other, the data,
     * the models against the data.
     *
     * @param extent how much of each split the run uses; to be taken after splitting, before anything learns
     * @throws dev.weir.runtime.config.ConfigException with every mistake found
     */
    Prepared prepare(Bound<S> file, Extent extent);

    /** A job that is ready to run. */
    interface Prepared {

        /** Another file whose files and components the job uses, such as a zoo's; empty, unless overridden. */
        default Optional<Bound<?>> alsoReads() {
            return Optional.empty();
        }

        /** What was found that may be meant, and that a check tells; nothing, unless overridden. */
        default List<Problem> warnings() {
            return List.of();
        }

        /** The folder for its results, as the file names it. */
        String reportFolder();

        /** The job's seed. */
        long seed();

        /** Whether it reads rows of data, of which a quick run takes few; it does, unless overridden. */
        default boolean readsRows() {
            return true;
        }

        /** The inputs of the test split as the models take them: what a benchmark asks about. */
        Inputs testInputs();

        /** Does the work and writes the job's own files into the run's folder. */
        Results run(RunContext context) throws IOException;
    }
}
