package dev.weir.runtime.command;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import dev.weir.runtime.RuntimeModule;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.FileFinder;
import dev.weir.runtime.config.NamedPlugins;
import dev.weir.runtime.config.YamlFile;
import dev.weir.runtime.maven.MavenFiles;
import dev.weir.runtime.plugin.PluginException;
import dev.weir.runtime.plugin.PluginLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code weir} and what its subcommands share: the plugin folders and the exit codes. */
@Command(
        name = "weir",
        description = "Prediction with many models: cheap, sure and well chosen.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = WeirCommand.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the run failed", "2:the file or the command line is wrong", "3:a plugin is wrong"},
        subcommands = {
            RunCommand.class,
            LockCommand.class,
            PredictCommand.class,
            BenchCommand.class,
            CheckCommand.class,
            ListCommand.class,
            ExplainCommand.class,
            PluginCommand.class,
            SchemaCommand.class
        })
public final class WeirCommand {
    static final int FAILED = 1;
    static final int WRONG_FILE = 2;
    static final int WRONG_PLUGIN = 3;

    @Option(
            names = "--plugins",
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            description = "More plugins: a plugin's jar or zip, or a folder with jars, zips or folders. May be given"
                    + " several times.")
    private List<Path> pluginFolders = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The command line, ready to execute. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new WeirCommand());
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
        commandLine.setUsageHelpAutoWidth(true);
        return commandLine;
    }

    /** The runtime over the plugins of the distribution and of {@code --plugins}. */
    Injector runtime() {
        return runtime(finder -> List.of());
    }

    /** The same with the plugins that a job's file names. */
    Injector runtimeFor(Path job) {
        return runtime(finder -> NamedPlugins.of(YamlFile.read(job), finder));
    }

    private Injector runtime(Function<FileFinder, List<Path>> more) {
        List<Path> folders = new ArrayList<>();
        String home = System.getProperty("weir.home");
        if (home != null) {
            folders.add(Path.of(home, "plugins"));
        }
        for (Path folder : pluginFolders) {
            if (!Files.exists(folder)) {
                throw new ParameterException(spec.commandLine(), "--plugins: there is no folder or file " + folder);
            }
            folders.add(folder);
        }
        MavenFiles files = files();
        folders.addAll(more.apply(files));
        return Guice.createInjector(Stage.DEVELOPMENT, new RuntimeModule(folders, files));
    }

    private MavenFiles files() {
        return new MavenFiles(
                UserFolders.cache(),
                UserFolders.isOffline(),
                new ProgressLines(spec.commandLine().getErr()));
    }

    private static int report(Exception failure, CommandLine command) {
        Throwable cause = cause(failure);
        if (cause instanceof ConfigException) {
            command.getErr().println(cause.getMessage());
            return WRONG_FILE;
        }
        if (cause instanceof PluginException) {
            command.getErr().println(cause.getMessage());
            return WRONG_PLUGIN;
        }
        if (cause instanceof IOException
                || cause instanceof IllegalStateException
                || cause instanceof ArithmeticException) {
            command.getErr().println("The run failed: " + message(cause));
        } else {
            command.getErr().println("The run failed. This is a bug in Weir or in a plugin; its trace:");
            cause.printStackTrace(command.getErr());
        }
        return FAILED;
    }

    /** What was wrapped, by Guice or because a lambda may not throw it. */
    private static Throwable cause(Throwable failure) {
        boolean wrapped = failure instanceof ProvisionException
                || failure instanceof CreationException
                || failure instanceof UncheckedIOException;
        return wrapped && failure.getCause() != null ? cause(failure.getCause()) : failure;
    }

    private static String message(Throwable cause) {
        @Nullable String message = cause.getMessage();
        boolean isBare = cause instanceof IOException && !cause.getClass().equals(IOException.class); // a file's name
        if (isBare || message == null) {
            return cause.getClass().getSimpleName() + ": " + message;
        }
        boolean isLaidOut = message.contains("\n  "); // a problem with its place and remedy, and lines after it
        return isLaidOut ? message : message.replace("\n", "\n  ");
    }

    /** What {@code --version} prints. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Weir " + PluginLoader.HOST_VERSION};
        }
    }
}
