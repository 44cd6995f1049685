package dev.weir.runtime.job;

import dev.weir.runtime.config.Repeat;
import dev.weir.runtime.config.YamlJson;
import dev.weir.runtime.job.JobRunner.Checked;
import dev.weir.runtime.plugin.PluginLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Names all that the numbers of a run depend on: equal keys, equal numbers. */
final class RunKey {
    private RunKey() {}

    /**
     * The key of one of several runs: a digest of Weir's version, of the file as the run has it, seed included,
     * of all files that it names, and of the plugins' code.
     */
    static String of(Repeat run, Checked checked) throws IOException {
        List<String> parts = new ArrayList<>();
        parts.add(PluginLoader.HOST_VERSION);
        parts.add(checked.extent().name());
        parts.add(YamlJson.of(run.file()).toString());
        for (Path path : checked.file().files()) {
            parts.add(Digests.ofFile(path));
        }
        SingleRun.plugins(checked.file()).forEach((id, plugin) -> parts.add(id + " " + Digests.ofPlugin(plugin)));
        return Digests.ofText(String.join("\n", parts));
    }
}
