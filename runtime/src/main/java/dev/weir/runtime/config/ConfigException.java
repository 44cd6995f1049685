package dev.weir.runtime.config;

import java.util.List;
import java.util.stream.Collectors;

/** A file is wrong, or what it names: all its problems at once. Nothing was run. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(text(problems));
        this.problems = List.copyOf(problems);
    }

    public ConfigException(Problem problem) {
        this(List.of(problem));
    }

    private static String text(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n")) + "\n"
                + (problems.size() == 1 ? "1 problem" : problems.size() + " problems") + "; nothing was run.";
    }

    public List<Problem> problems() {
        return problems;
    }
}
