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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code weir list}. */
@Command(name = "list", description = "Lists what the loaded plugins offer.")
final class ListCommand implements Callable<Integer> {
    @ParentCommand
    private WeirCommand weir = new WeirCommand();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PluginCatalog catalog = weir.runtime().getInstance(PluginCatalog.class);
        PrintWriter out = spec.commandLine().getOut();
        for (Kind kind : Kind.values()) {
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
