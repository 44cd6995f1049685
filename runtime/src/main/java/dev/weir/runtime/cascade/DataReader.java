package dev.weir.runtime.cascade;

import dev.weir.api.data.DataSource;
import dev.weir.api.data.InputTransform;
import dev.weir.api.data.Parts;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.split.Extent;
import dev.weir.runtime.split.SplitSettings;
import dev.weir.runtime.split.Splits;
import dev.weir.runtime.split.Splitter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads, divides and transforms the examples of one place of a job's file.
 *
 * @param file   the job's file
 * @param data   what is read
 * @param path   where it stands
 * @param seed   divides it
 * @param extent how much of it is used
 */
public record DataReader(Bound<?> file, DataSettings data, String path, long seed, Extent extent) {

    /**
     * Divides what the source reads.
     *
     * @param pathOfSplits where {@code settings} stand
     */
    public Splits splits(Optional<SplitSettings> settings, String pathOfSplits) {
        Parts parts = parts();
        try {
            return extent.of(
                    Splitter.split(parts, settings.map(SplitSettings::byName).orElseGet(Map::of), seed), seed);
        } catch (Splitter.SplitException e) {
            throw new ConfigException(
                    file.problem(e.path().replaceFirst("^splits", pathOfSplits), e.summary(), e.remedy()));
        }
    }

    /** What the source reads. */
    Parts parts() {
        DataSource source = data.source();
        try {
            return source.read();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file.problem(source, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new ConfigException(file.problem(source, "cannot be read: " + e));
        } catch (RuntimeException | LinkageError e) {
            throw file.origin(source).component().broken("threw " + e, "the parts of its examples", e);
        }
    }

    /** The transforms with what they learn from the train split. */
    public List<InputTransform> fitted(Splits splits, long ofTransforms) {
        return transforming(() -> data.fitted(splits, ofTransforms));
    }

    /** The splits after transforms. */
    public Splits transformed(List<InputTransform> fitted, Splits splits, long ofTransforms) {
        return transforming(() -> DataSettings.applied(fitted, splits, ofTransforms));
    }

    private <T> T transforming(Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file.told(path + ".transforms", String.valueOf(e.getMessage())));
        }
    }
}
