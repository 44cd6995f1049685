package dev.weir.runtime.command;

import dev.weir.runtime.author.PluginVerifier;
import dev.weir.runtime.author.PluginVerifier.Verdict;
import dev.weir.runtime.plugin.PluginCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir plugin verify FILE}. */
@Command(
        name = "verify",
        description = "Says whether a plugin's jar, zip or folder will do: its archive, descriptor, host versions,"
                + " components, settings and names, and its checksum where FILE.sha256 stands beside it. Exits with 3"
                + " where it will not.")
final class PluginVerifyCommand implements Callable<Integer> {
    @Mixin
    private Session session = new Session();

    @Parameters(paramLabel = "FILE", description = "A plugin: a jar, a zip or a folder.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (!Files.exists(file)) {
            throw session.mistake("there is no file " + file);
        }
        Verdict verdict = new PluginVerifier(session.runtime().getInstance(PluginCatalog.class)).verify(file);
        session.out().println(json ? verdict.json().toPrettyString() : verdict.text());
        session.out().flush();
        return verdict.problems().isEmpty() ? 0 : WeirCommand.WRONG_PLUGIN;
    }
}
