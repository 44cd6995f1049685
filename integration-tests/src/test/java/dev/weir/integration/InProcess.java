package dev.weir.integration;

import dev.weir.integration.Distribution.Ended;
import dev.weir.runtime.command.WeirCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Weir's command line within the process of the tests, which start it a hundred times. */
final class InProcess {
    /** The distribution's plugins, by a path that is the same on every machine. */
    static final Path PLUGINS = Path.of("../configs/target/weir/plugins");

    static {
        System.setProperty("DJL_CACHE_DIR", Distribution.NATIVES.toString());
    }

    private InProcess() {}

    /** Runs a command with the distribution's plugins. */
    static Ended weir(String... arguments) {
        return weir(List.of(PLUGINS), arguments);
    }

    /** Runs a command with the plugins of these folders. */
    static Ended weir(List<Path> plugins, String... arguments) {
        List<String> all = new ArrayList<>();
        for (Path folder : plugins) {
            all.add("--plugins");
            all.add(folder.toString());
        }
        all.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = WeirCommand.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(all.toArray(String[]::new));
        return new Ended(exitCode, out.toString(), err.toString());
    }
}
