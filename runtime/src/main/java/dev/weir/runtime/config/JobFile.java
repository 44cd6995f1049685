package dev.weir.runtime.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/**
 * On the record of a job's file: beside the record's own keys the file may have {@code plugins}, which
 * {@link NamedPlugins} reads, and {@code seeds} and {@code variants}. {@link Repeats} takes all three out before the
 * record is bound.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface JobFile {

    /** The keys that every job's file may have. */
    List<String> KEYS = List.of(NamedPlugins.KEY, Repeats.SEEDS, Repeats.VARIANTS);

    /** Whether the job draws anything at random; a file of one that does not has no seeds either. */
    boolean isSeeded() default true;
}
