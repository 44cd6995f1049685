package dev.weir.runtime.job;

import dev.weir.api.Progress;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.Origin;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.job.JobRunner.Checked;
import dev.weir.runtime.job.JobRunner.Finished;
import dev.weir.runtime.plugin.PluginInfo;
import dev.weir.runtime.plugin.PluginLoader;
import dev.weir.runtime.report.HtmlReport;
import dev.weir.runtime.split.Extent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of a job.
 *
 * @param path    the file as it was given
 * @param checked the job
 */
record SingleRun(Path path, Checked checked) {
    static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Runs it and puts its results into its folder. */
    Finished run(long start, ModelCache cache, Progress progress) throws IOException {
        try (RunFolder folder = RunFolder.open(checked.folder())) {
            Results results = checked.job().run(new RunContext(folder, cache, progress));
            ObjectNode report = provenance(results);
            report.put("seconds", seconds(start));
            report.setAll(results.report());
            ObjectNode rules = provenance(results);
            rules.setAll(results.rules());
            Files.writeString(folder.file("report.json"), JSON.writeValueAsString(report));
            Files.writeString(folder.file("rules.json"), JSON.writeValueAsString(rules));
            Files.writeString(folder.file("report.html"), HtmlReport.page(report, results.plots()));
            return new Finished(folder.commit(), results.table());
        } catch (IOException e) {
            throw OutputPlace.explained(checked.folder(), e);
        }
    }

    /** What every file that a run leaves says of where it comes from. */
    private ObjectNode provenance(Results results) throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        Bound<?> file = checked.file();
        Object settings = SettingsTree.of(file.value());
        node.put("weir", PluginLoader.HOST_VERSION);
        node.put("job", String.valueOf(((Map<?, ?>) settings).get("job")));
        node.put("seed", checked.job().seed());
        ObjectNode config = node.putObject("config");
        config.put("file", String.valueOf(path.getFileName()));
        config.put("sha256", Digests.ofFile(path));
        config.set("settings", JSON.valueToTree(settings));
        ObjectNode plugins = node.putObject("plugins");
        plugins(file).forEach((id, plugin) -> plugins.put(id, plugin.version()));
        node.set("digests", results.digests());
        if (checked.extent() == Extent.QUICK && checked.job().readsRows()) {
            node.put("quick", true);
        }
        return node;
    }

    /** The plugins whose components a file names, by id. */
    static Map<String, PluginInfo> plugins(Bound<?> file) {
        Map<String, PluginInfo> used = new TreeMap<>();
        file.origins().stream()
                .map(Origin::component)
                .forEach(of -> used.put(of.plugin().id(), of.plugin()));
        return used;
    }

    /** Seconds since a start, to the millisecond. */
    static double seconds(long start) {
        return Math.round((System.nanoTime() - start) / 1e6) / 1e3;
    }
}
