package dev.weir.runtime.command;

import dev.weir.runtime.config.SettingsSchema;
import dev.weir.runtime.plugin.PluginCatalog;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code weir schema}. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema of job files, the loaded components included, for editors.")
final class SchemaCommand implements Callable<Integer> {
    @ParentCommand
    private WeirCommand weir = new WeirCommand();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        SettingsSchema schema = new SettingsSchema(weir.runtime().getInstance(PluginCatalog.class));
        spec.commandLine()
                .getOut()
                .println(schema.of(dev.weir.runtime.cascade.CascadeSettings.class)
                        .toPrettyString());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
