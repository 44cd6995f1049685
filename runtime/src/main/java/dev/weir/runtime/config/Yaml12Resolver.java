package dev.weir.runtime.config;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** The scalars of YAML 1.2: {@code no} is a word and {@code 010} is ten, unlike in SnakeYAML's YAML 1.1. */
final class Yaml12Resolver extends Resolver {
    private static final Pattern NOTHING = Pattern.compile("^(?:~|null|Null|NULL|)$");
    private static final Pattern TRUTH = Pattern.compile("^(?:true|True|TRUE|false|False|FALSE)$");
    private static final Pattern WHOLE = Pattern.compile("^[-+]?[0-9]+$");
    private static final Pattern NUMBER = Pattern.compile(
            "^(?:[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$");

    @Override
    protected void addImplicitResolvers() {
        addImplicitResolver(Tag.BOOL, TRUTH, "tTfF");
        addImplicitResolver(Tag.INT, WHOLE, "-+0123456789");
        addImplicitResolver(Tag.FLOAT, NUMBER, "-+0123456789.");
        addImplicitResolver(Tag.NULL, NOTHING, "~nN\0");
        addImplicitResolver(Tag.NULL, Pattern.compile("^$"), null);
    }
}
