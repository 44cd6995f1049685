package dev.weir.runtime.command;

import com.google.inject.Injector;
import dev.weir.api.Doc;
import dev.weir.api.model.Capability;
import dev.weir.runtime.config.FileDigest;
import dev.weir.runtime.config.Setting;
import dev.weir.runtime.config.SettingWords;
import dev.weir.runtime.config.Spelling;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.job.Jobs;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Offered;
import dev.weir.runtime.plugin.PluginCatalog;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir explain NAME}. */
@Command(name = "explain", description = "Explains a component or a job, and its settings.")
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private Session session = new Session();

    @Parameters(paramLabel = "NAME", description = "A name that weir list shows, or that of a job.")
    private String name = "";

    @Override
    public Integer call() {
        Injector runtime = session.runtime();
        PluginCatalog catalog = runtime.getInstance(PluginCatalog.class);
        Jobs jobs = runtime.getInstance(Jobs.class);
        List<Component> found = catalog.components().stream()
                .filter(component -> component.name().equals(name))
                .toList();
        Optional<Job<?>> job = jobs.find(name);
        if (found.isEmpty() && job.isEmpty()) {
            List<String> names = Stream.concat(
                            catalog.components().stream().map(Component::name), jobs.names().stream())
                    .distinct()
                    .sorted()
                    .toList();
            throw session.mistake("nothing is named '" + name + "'. " + Spelling.didYouMean(name, names) + "Loaded: "
                    + String.join(", ", names) + ".");
        }
        PrintWriter out = session.out();
        found.forEach(component -> explain(component, out));
        job.ifPresent(asked -> {
            out.println("job '" + asked.name() + "'");
            settings(asked.settings(), out);
        });
        out.flush();
        return 0;
    }

    private static void explain(Component component, PrintWriter out) {
        Doc doc = component.type().getAnnotation(Doc.class);
        out.println(component + " (plugin " + component.plugin() + ")");
        if (doc != null) {
            out.println("  " + doc.value());
        }
        Offered.by(component)
                .map(offered -> offered.stream().map(Capability::key).collect(Collectors.joining(", ")))
                .ifPresent(offered -> out.println("  can, by its settings: " + offered));
        settings(component.type(), out);
    }

    private static void settings(Class<? extends Record> type, PrintWriter out) {
        for (Setting setting : Setting.of(type)) {
            out.println("  " + setting.key() + ": " + SettingWords.of(setting));
            if (!setting.doc().isEmpty()) {
                out.println("      " + setting.doc());
            }
        }
        Setting.file(Setting.of(type))
                .ifPresent(file -> out.println("  sha256: a text; may be left out\n      " + FileDigest.words(file)));
        out.println();
    }
}
