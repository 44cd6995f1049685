package dev.weir.runtime.config;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that became a record, with the places of what it was made of.
 *
 * @param <T> the record
 */
public final class Bound<T extends Record> {
    private static final Pattern SETTING = Pattern.compile("([a-z][a-z0-9-]*): ");

    private final T value;
    private final String file;
    private final Map<String, String> places;
    private final IdentityHashMap<Object, Origin> origins;
    private final List<Path> files;
    private final Map<Path, String> found;

    Bound(
            T value,
            String file,
            Map<String, String> places,
            IdentityHashMap<Object, Origin> origins,
            Collection<Path> files,
            Map<Path, String> found) {
        this.found = Map.copyOf(found);
        this.files = files.stream().sorted().distinct().toList();
        this.value = value;
        this.file = file;
        this.places = places;
        this.origins = origins;
    }

    public T value() {
        return value;
    }

    /** The file as it was named. */
    public String file() {
        return file;
    }

    /** Where a component of the file comes from. */
    public Origin origin(Object component) {
        Origin origin = origins.get(component);
        if (origin == null) {
            throw new IllegalArgumentException("not bound from this file: " + component);
        }
        return origin;
    }

    /**
     * A mistake that only a component could see. A message that begins with the name of one of its settings and
     * a colon is shown at that setting; lines after the first are the remedy.
     */
    public Problem problem(Object component, String message) {
        Origin origin = origin(component);
        Matcher named = SETTING.matcher(message);
        if (named.lookingAt()) {
            List<String> paths = places.keySet().stream()
                    .filter(path -> path.startsWith(origin.path() + ".") && path.endsWith("." + named.group(1)))
                    .toList();
            if (paths.size() == 1) {
                String path = paths.get(0);
                return Problem.of(places.getOrDefault(path, file), path, message.substring(named.end()));
            }
        }
        return origin.problem(message);
    }

    /** A mistake at a YAML path, told in one text: lines after the first are the remedy. */
    public Problem told(String path, String text) {
        Problem split = Problem.of("", path, text);
        return problem(path, split.message(), split.remedy());
    }

    /** Every component that the file was made of, with where it comes from. */
    public Collection<Origin> origins() {
        return Collections.unmodifiableCollection(origins.values());
    }

    /** Every file that the file names, in the order of their names. */
    public List<Path> files() {
        return files;
    }

    /**
     * What a file in a folder would call a file that this one names: what it is called here, where that is no path;
     * else its path from the folder, or its whole path where none leads there.
     */
    public String nameFrom(Path folder, Path named) {
        String coordinate = found.get(named);
        if (coordinate != null) {
            return coordinate;
        }
        Path from = folder.toAbsolutePath().normalize();
        Path absolute = named.toAbsolutePath().normalize();
        return Objects.equals(from.getRoot(), absolute.getRoot())
                ? from.relativize(absolute).toString().replace('\\', '/')
                : absolute.toString();
    }

    /** A mistake at a YAML path; where nothing stands at the path, at the nearest thing that holds it. */
    public Problem problem(String path, String message, String remedy) {
        String at = path;
        while (!at.isEmpty() && !places.containsKey(at)) {
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return new Problem(places.getOrDefault(at, file), path, message, remedy);
    }
}
