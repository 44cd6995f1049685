package dev.weir.runtime.command;

import com.google.inject.Injector;
import dev.weir.runtime.author.Scaffold;
import dev.weir.runtime.config.Spelling;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir plugin new NAME --kind KIND}. */
@Command(
        name = "new",
        description = "Writes a Maven project for a plugin with one component: a record, a test that holds it to the"
                + " contract of its kind, a job that uses it.")
final class PluginNewCommand implements Callable<Integer> {
    @Mixin
    private Session session = new Session();

    @Parameters(paramLabel = "NAME", description = "Of the component, the plugin and the folder: my-score.")
    private String name = "";

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            required = true,
            description = "What it is: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Kinds.class)
    private String kind = "";

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            defaultValue = "com.example",
            description = "The Maven group, which also begins the package; by default ${DEFAULT-VALUE}.")
    private String group = "";

    @Option(
            names = "--into",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where the project's folder is made; by default here.")
    private Path into = Path.of("");

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The Weir that the project is built against; by default the one that runs.")
    private @Nullable Path home;

    /** The kinds, as the command line names them. */
    static final class Kinds implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return keys().iterator();
        }
    }

    private static List<String> keys() {
        return Kind.listed().stream().map(Kind::key).toList();
    }

    @Override
    public Integer call() throws IOException {
        Kind chosen = Kind.listed().stream()
                .filter(one -> one.key().equals(kind))
                .findFirst()
                .orElseThrow(() -> session.mistake("no kind is named '" + kind + "'. "
                        + Spelling.didYouMean(kind, keys()) + "Kinds: " + String.join(", ", keys()) + "."));
        try {
            Scaffold scaffold = new Scaffold(name, chosen, group, home());
            requireFree(chosen);
            Path folder = scaffold.write(into);
            return session.done("""
                    %s: a plugin that offers the %s '%s'.
                    Yours to change: %s
                    Then:
                      cd %s && mvn verify
                      weir plugin verify target/%s-0.1.0.jar
                      weir run --plugins target/%s-0.1.0.jar %s""".formatted(
                            folder.normalize(),
                            chosen.words(),
                            name,
                            scaffold.component(),
                            folder.normalize(),
                            name,
                            name,
                            scaffold.job()));
        } catch (IllegalArgumentException e) {
            return session.wrong(String.valueOf(e.getMessage()), "Nothing was written.");
        }
    }

    private Path home() {
        String running = System.getProperty("weir.home");
        if (home == null && running == null) {
            throw session.mistake("this Weir was not started by bin/weir: name its folder with --home.");
        }
        Path folder = (home == null ? Path.of(String.valueOf(running)) : home)
                .toAbsolutePath()
                .normalize();
        if (!Files.isDirectory(folder.resolve("repository/dev/weir"))) {
            throw session.mistake("--home: " + folder + " is no Weir: it has no folder repository/dev/weir.");
        }
        return folder;
    }

    /** Names are unique among what is loaded together. */
    private void requireFree(Kind chosen) {
        Injector runtime = session.runtime();
        PluginCatalog catalog = runtime.getInstance(PluginCatalog.class);
        catalog.find(chosen, name).ifPresent(taken -> {
            throw new IllegalArgumentException("the plugin " + taken.plugin() + " offers the " + taken + " already"
                    + "\nChoose another name: names are unique within a kind.");
        });
        catalog.plugins().stream()
                .filter(plugin -> plugin.id().equals(name))
                .findFirst()
                .ifPresent(taken -> {
                    throw new IllegalArgumentException("there is a plugin " + taken + " already"
                            + "\nChoose another name: ids of plugins are unique.");
                });
    }
}
