package dev.weir.runtime.job;

import com.google.inject.Inject;
import dev.weir.api.Progress;
import dev.weir.runtime.config.Binder;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Origin;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.config.Spelling;
import dev.weir.runtime.config.YamlFile;
import dev.weir.runtime.plugin.PluginInfo;
import dev.weir.runtime.plugin.PluginLoader;
import dev.weir.runtime.report.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads a file, finds its job, checks it, runs it and puts its results in place. */
public final class JobRunner {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Binder binder;
    private final Map<String, Job<?>> jobs;

    @Inject
    JobRunner(Binder binder, Map<String, Job<?>> jobs) {
        this.binder = binder;
        this.jobs = new TreeMap<>(jobs);
    }

    /** A job whose file is right. */
    public record Checked(Bound<?> file, Job.Prepared job) {}

    /**
     * What a run left.
     *
     * @param folder the report folder
     * @param table  for the screen
     */
    public record Finished(Path folder, String table) {}

    /**
     * Checks a file without loading a native library.
     *
     * @throws ConfigException with every mistake
     */
    public Checked check(Path path) {
        YamlFile file = YamlFile.read(path);
        String name = file.topLevel("job");
        Job<?> job = jobs.get(name);
        if (job == null) {
            String known = "Jobs: " + String.join(", ", jobs.keySet()) + ".";
            throw new ConfigException(
                    name.isEmpty()
                            ? new Problem(
                                    file.placeOf("job"), "job", "is missing", "Begin with: job: cascade. " + known)
                            : new Problem(
                                    file.placeOf("job"),
                                    "job",
                                    "no job is named '" + name + "'",
                                    Spelling.didYouMean(name, jobs.keySet()) + known));
        }
        return check(file, job);
    }

    private <S extends Record> Checked check(YamlFile file, Job<S> job) {
        Bound<S> bound = binder.bind(file, job.settings());
        return new Checked(bound, job.prepare(bound));
    }

    /**
     * Runs a file.
     *
     * @throws ConfigException when the file is wrong; nothing was run
     * @throws IOException     when the results cannot be written
     */
    public Finished run(Path path, ModelCache cache, Progress progress) throws IOException {
        long start = System.nanoTime();
        Checked checked = check(path);
        try (RunFolder folder = RunFolder.open(Path.of(checked.job().reportFolder()))) {
            Results results = checked.job().run(new RunContext(folder, cache, progress));
            ObjectNode report = provenance(checked, path, results);
            report.put("seconds", Math.round((System.nanoTime() - start) / 1e6) / 1e3);
            report.setAll(results.report());
            ObjectNode rules = provenance(checked, path, results);
            rules.setAll(results.rules());
            Files.writeString(folder.file("report.json"), JSON.writeValueAsString(report));
            Files.writeString(folder.file("rules.json"), JSON.writeValueAsString(rules));
            Files.writeString(folder.file("report.html"), HtmlReport.page(report, results.plots()));
            return new Finished(folder.commit(), results.table());
        }
    }

    /** What every file that a run leaves says of where it comes from. */
    private static ObjectNode provenance(Checked checked, Path path, Results results) throws IOException {
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
        Map<String, PluginInfo> used = new TreeMap<>();
        file.origins().stream()
                .map(Origin::component)
                .forEach(of -> used.put(of.plugin().id(), of.plugin()));
        used.forEach((id, plugin) -> plugins.put(id, plugin.version()));
        node.set("digests", results.digests());
        return node;
    }
}
