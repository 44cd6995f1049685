package dev.weir.runtime.command;

import com.google.inject.Injector;
import dev.weir.runtime.author.Explanation;
import dev.weir.runtime.author.Reference;
import dev.weir.runtime.config.Spelling;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.job.Jobs;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.PluginCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir explain NAME}. */
@Command(name = "explain", description = "Explains a component or a job, and its settings.")
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private Session session = new Session();

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /** One component or job, or all. */
    static final class What {
        @Parameters(paramLabel = "NAME", description = "A name that weir list shows, or that of a job.")
        private String name = "";

        @Option(
                names = "--markdown",
                paramLabel = "DIR",
                description = "Write all there is to explain into this folder: a page for each component and job.")
        private @Nullable Path folder;
    }

    @Override
    public Integer call() throws IOException {
        Injector runtime = session.runtime();
        PluginCatalog catalog = runtime.getInstance(PluginCatalog.class);
        Jobs jobs = runtime.getInstance(Jobs.class);
        if (what.folder != null) {
            return write(new Reference(catalog, jobs), what.folder);
        }
        String name = what.name;
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
        found.forEach(component -> out.print(Explanation.of(component).text()));
        job.ifPresent(asked ->
                out.print(Explanation.ofJob(asked.name(), asked.settings()).text()));
        out.flush();
        return 0;
    }

    private int write(Reference reference, Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw session.mistake("--markdown: " + folder + " is a file; name a folder.");
        }
        return session.done(reference.write(folder) + " pages in " + folder + ".");
    }
}
