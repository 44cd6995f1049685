package dev.weir.runtime.command;

import dev.weir.api.Doc;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginCatalog;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir list}. */
@Command(name = "list", description = "Lists what the loaded plugins offer.")
final class ListCommand implements Callable<Integer> {
    @Mixin
    private Session session = new Session();

    @Override
    public Integer call() {
        PluginCatalog catalog = session.runtime().getInstance(PluginCatalog.class);
        PrintWriter out = session.out();
        for (Kind kind : Kind.listed()) {
            List<Component> components = catalog.components(kind);
            if (!components.isEmpty()) {
                out.println(kind.words());
            }
            for (Component component : components) {
                Doc doc = component.type().getAnnotation(Doc.class);
                out.println(String.format(
                                Locale.ROOT,
                                "  %-14s %-24s %s",
                                component.name(),
                                component.plugin(),
                                doc == null ? "" : doc.value())
                        .stripTrailing());
            }
        }
        out.println("weir explain NAME tells a component's settings.");
        out.flush();
        return 0;
    }
}
