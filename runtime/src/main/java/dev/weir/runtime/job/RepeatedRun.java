package dev.weir.runtime.job;

import dev.weir.api.Progress;
import dev.weir.runtime.config.Repeat;
import dev.weir.runtime.job.JobRunner.Checked;
import dev.weir.runtime.job.JobRunner.Finished;
import dev.weir.runtime.plugin.PluginLoader;
import dev.weir.runtime.report.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The runs of one file, each in its own folder, and the report of the whole. Finished runs are not repeated. */
final class RepeatedRun {
    private final Path path;
    private final Path folder;
    private final List<Repeat> runs;
    private final Function<Repeat, Checked> check;

    /**
     * Runs of a file.
     *
     * @param path   the file as it was given
     * @param folder of the report of the whole
     * @param runs   in order
     * @param check  makes a run ready; called for one at a time, so that only one holds its data
     */
    RepeatedRun(Path path, Path folder, List<Repeat> runs, Function<Repeat, Checked> check) {
        this.path = path;
        this.folder = folder;
        this.runs = List.copyOf(runs);
        this.check = check;
    }

    /** The folder of one run. */
    static Path folder(Path whole, Repeat run) {
        return whole.resolve(name(run));
    }

    private static String name(Repeat run) {
        return "runs/" + run.name();
    }

    /** A finished run: its report, and the key under which it is found again. */
    private record Done(Repeat run, String key, ObjectNode report) {}

    Finished run(long start, ModelCache cache, Progress progress) throws IOException {
        try (RunFolder whole = RunFolder.open(folder)) {
            List<Done> done = new ArrayList<>();
            for (Repeat run : runs) {
                done.add(one(run, done.size() + 1, cache, progress));
            }
            List<Summary.Of> summarized = done.stream()
                    .map(it -> new Summary.Of(it.run().variant(), it.report()))
                    .toList();
            ObjectNode report = provenance(done);
            report.put("seconds", SingleRun.seconds(start));
            if (done.stream().anyMatch(it -> it.report().path("quick").asBoolean(false))) {
                report.put("quick", true);
            }
            report.set("summary", Summary.of(summarized));
            done.forEach(it -> report.withArrayProperty("runs").add(entry(it)));
            Files.writeString(whole.file("report.json"), SingleRun.JSON.writeValueAsString(report));
            Files.writeString(
                    whole.file("report.html"), HtmlReport.page(report, JsonNodeFactory.instance.objectNode()));
            return new Finished(whole.commit(), Summary.table(report.get("summary")));
        } catch (IOException e) {
            throw OutputPlace.explained(folder, e);
        }
    }

    private Done one(Repeat run, int number, ModelCache cache, Progress progress) throws IOException {
        Checked checked = check.apply(run);
        KeptRun kept = new KeptRun(checked.folder());
        String key = RunKey.of(run, checked);
        Optional<ObjectNode> earlier = kept.find(key);
        if (earlier.isPresent()) {
            progress.report("reusing " + run.name(), number, runs.size(), "finished earlier");
            return new Done(run, key, earlier.get());
        }
        progress.report("running " + run.name(), number, runs.size(), "");
        kept.forget();
        new SingleRun(path, checked).run(System.nanoTime(), cache, progress);
        kept.keep(key);
        return new Done(run, key, kept.report());
    }

    private ObjectNode provenance(List<Done> done) throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("weir", PluginLoader.HOST_VERSION);
        node.set("job", done.get(0).report().path("job"));
        runs.stream().map(Repeat::seed).distinct().forEach(node.putArray("seeds")::add);
        ObjectNode config = node.putObject("config");
        config.put("file", String.valueOf(path.getFileName()));
        config.put("sha256", Digests.ofFile(path));
        ObjectNode plugins = node.putObject("plugins");
        ObjectNode digests = node.putObject("digests");
        ObjectNode keys = digests.putObject("runs");
        for (Done it : done) {
            ObjectNode settings = settings(it);
            if (it.run().variant().isPresent()) {
                config.withObjectProperty("variants").set(it.run().variant().get(), settings);
            } else {
                config.set("settings", settings);
            }
            plugins.setAll((ObjectNode) it.report().path("plugins"));
            keys.put(it.run().name(), it.key());
        }
        return node;
    }

    /** What the runs of a variant have in common. */
    private static ObjectNode settings(Done done) {
        ObjectNode settings =
                (ObjectNode) done.report().path("config").path("settings").deepCopy();
        settings.remove("seed");
        return settings;
    }

    private static ObjectNode entry(Done done) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("variant", done.run().variant().orElse(null));
        entry.put("seed", done.run().seed());
        entry.put("folder", name(done.run()));
        if (done.report().has("cascade")) {
            entry.set("cascade", done.report().get("cascade"));
        }
        if (done.report().has("forwardsPerExample")) {
            entry.set("interpolated", Summary.interpolated(done.report()));
        }
        return entry;
    }
}
