package dev.weir.runtime.command;

import dev.weir.api.Doc;
import dev.weir.runtime.config.Setting;
import dev.weir.runtime.config.SettingWords;
import dev.weir.runtime.config.Spelling;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.PluginCatalog;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code weir explain NAME}. */
@Command(name = "explain", description = "Explains a component and its settings.")
final class ExplainCommand implements Callable<Integer> {
    @ParentCommand
    private WeirCommand weir = new WeirCommand();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "A name that weir list shows.")
    private String name = "";

    @Override
    public Integer call() {
        PluginCatalog catalog = weir.runtime().getInstance(PluginCatalog.class);
        List<Component> found = catalog.components().stream()
                .filter(component -> component.name().equals(name))
                .toList();
        if (found.isEmpty()) {
            List<String> names = catalog.components().stream()
                    .map(Component::name)
                    .distinct()
                    .sorted()
                    .toList();
            throw new ParameterException(
                    spec.commandLine(),
                    "nothing is named '" + name + "'. " + Spelling.didYouMean(name, names) + "Loaded: "
                            + String.join(", ", names) + ".");
        }
        PrintWriter out = spec.commandLine().getOut();
        found.forEach(component -> explain(component, out));
        out.flush();
        return 0;
    }

    private static void explain(Component component, PrintWriter out) {
        Doc doc = component.type().getAnnotation(Doc.class);
        out.println(component + " (plugin " + component.plugin() + ")");
        if (doc != null) {
            out.println("  " + doc.value());
        }
        for (Setting setting : Setting.of(component.type())) {
            out.println("  " + setting.key() + ": " + SettingWords.of(setting));
            if (!setting.doc().isEmpty()) {
                out.println("      " + setting.doc());
            }
        }
        out.println();
    }
}
