package dev.weir.runtime.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A file is wrong, or what it names: all its problems at once, in the order of the file. Nothing was run. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(text(inOrder(problems)));
        this.problems = inOrder(problems);
    }

    public ConfigException(Problem problem) {
        this(List.of(problem));
    }

    private static List<Problem> inOrder(List<Problem> problems) {
        return problems.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList();
    }

    private static String text(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n")) + "\n"
                + (problems.size() == 1 ? "1 problem" : problems.size() + " problems") + "; nothing was run.";
    }

    public List<Problem> problems() {
        return problems;
    }
}
