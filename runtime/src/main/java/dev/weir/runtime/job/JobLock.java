package dev.weir.runtime.job;

import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.job.JobRunner.Checked;
import dev.weir.runtime.plugin.PluginInfo;
import dev.weir.runtime.plugin.PluginLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a job reads, by SHA-256: its plugins with their versions, the files that it names, models by coordinate among
 * them, and Weir's own version. It stands beside the job's file, and a run that finds something else is refused.
 */
public final class JobLock {
    private final TreeMap<String, String> weir = new TreeMap<>();
    private final TreeMap<String, String> plugins = new TreeMap<>();
    private final TreeMap<String, String> files = new TreeMap<>();

    JobLock() {
        weir.put("", PluginLoader.HOST_VERSION);
    }

    /** The lock's file of a job: {@code job.yaml} has {@code job.lock}. */
    public static Path fileOf(Path job) {
        String name = String.valueOf(job.getFileName());
        return job.resolveSibling(name.replaceFirst("\\.ya?ml$", "") + ".lock");
    }

    /**
     * The lock beside a job's file, if there is one.
     *
     * @throws ConfigException when there is a file and it is no lock
     */
    static Optional<JobLock> beside(Path job) {
        Path file = fileOf(job);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode node = SingleRun.JSON.readTree(Files.readString(file));
            JobLock lock = new JobLock();
            lock.weir.put("", node.required("weir").asString());
            node.required("plugins")
                    .properties()
                    .forEach(plugin -> lock.plugins.put(
                            plugin.getKey(),
                            words(
                                    plugin.getValue().required("version").asString(),
                                    plugin.getValue().required("sha256").asString())));
            node.required("files")
                    .properties()
                    .forEach(named ->
                            lock.files.put(named.getKey(), named.getValue().asString()));
            return Optional.of(lock);
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new ConfigException(new Problem(
                    file.toString(),
                    "",
                    "is no lock of a job: its plugins with their versions, its files and their digests",
                    anew(job)));
        }
    }

    /** Adds what a checked run reads. */
    void add(Checked checked) {
        try {
            List<Bound<?>> bounds = new ArrayList<>(List.of(checked.file()));
            checked.job().alsoReads().ifPresent(bounds::add);
            for (Bound<?> bound : bounds) {
                for (PluginInfo plugin : SingleRun.plugins(bound).values()) {
                    plugins.computeIfAbsent(plugin.id(), id -> words(plugin.version(), Digests.ofPlugin(plugin)));
                }
            }
            FileDigests.of(checked.file(), bounds.get(bounds.size() - 1))
                    .properties()
                    .forEach(named -> files.put(named.getKey(), named.getValue().asString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String words(String version, String sha256) {
        return version + " " + sha256;
    }

    /** Writes it beside the job's file, whole or not at all. */
    public Path write(Path job) throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("weir", weir.get(""));
        ObjectNode ofPlugins = node.putObject("plugins");
        plugins.forEach((id, words) -> {
            int cut = words.lastIndexOf(' ');
            ofPlugins.putObject(id).put("version", words.substring(0, cut)).put("sha256", words.substring(cut + 1));
        });
        ObjectNode ofFiles = node.putObject("files");
        files.forEach(ofFiles::put);
        Path file = fileOf(job).toAbsolutePath();
        Path fresh = Files.createTempFile(file.resolve("..").normalize(), ".", ".lock");
        Files.writeString(fresh, SingleRun.JSON.writeValueAsString(node) + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return fileOf(job);
    }

    /** How many plugins and files it holds, for a person. */
    public String words() {
        return plugins.size()
                + (plugins.size() == 1 ? " plugin, " : " plugins, ")
                + files.size()
                + (files.size() == 1 ? " file" : " files");
    }

    /**
     * Refuses what is not as it was locked.
     *
     * @param now     what is read now
     * @param isWhole whether it is all that the file asks for, so that nothing of the lock may be missing
     * @throws ConfigException with everything that changed
     */
    void requireSame(Path job, JobLock now, boolean isWhole) {
        List<Problem> problems = new ArrayList<>();
        compare(job, "weir", weir, now.weir, isWhole, problems);
        compare(job, "plugins", plugins, now.plugins, isWhole, problems);
        compare(job, "files", files, now.files, isWhole, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private static void compare(
            Path job,
            String of,
            Map<String, String> locked,
            Map<String, String> now,
            boolean isWhole,
            List<Problem> problems) {
        TreeMap<String, String> all = new TreeMap<>(locked);
        all.putAll(now);
        for (String name : all.keySet()) {
            String before = locked.get(name);
            String found = now.get(name);
            if (found == null ? isWhole : !found.equals(before)) {
                String said = before == null
                        ? "is not locked, and is " + found
                        : found == null ? "is locked, and not used" : "is locked as " + before + ", and is " + found;
                problems.add(
                        new Problem(fileOf(job).toString(), name.isEmpty() ? of : of + "." + name, said, anew(job)));
            }
        }
    }

    private static String anew(Path job) {
        return "Put back what was locked; or, if the change is meant: weir lock " + job;
    }
}
