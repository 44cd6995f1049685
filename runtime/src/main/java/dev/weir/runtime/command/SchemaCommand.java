package dev.weir.runtime.command;

import com.google.inject.Injector;
import dev.weir.runtime.config.SettingsSchema;
import dev.weir.runtime.job.Jobs;
import dev.weir.runtime.plugin.PluginCatalog;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir schema}. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema of job files, the loaded components included, for editors.")
final class SchemaCommand implements Callable<Integer> {
    @Mixin
    private Session session = new Session();

    @Override
    public Integer call() {
        Injector runtime = session.runtime();
        Map<String, Class<? extends Record>> settings = new TreeMap<>();
        runtime.getInstance(Jobs.class).all().forEach(job -> settings.put(job.name(), job.settings()));
        SettingsSchema schema = new SettingsSchema(runtime.getInstance(PluginCatalog.class));
        session.out().println(schema.ofJobs(settings).toPrettyString());
        session.out().flush();
        return 0;
    }
}
