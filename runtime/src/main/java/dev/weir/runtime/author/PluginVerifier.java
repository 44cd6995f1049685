package dev.weir.runtime.author;

import dev.weir.runtime.config.SettingDefects;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.LoadedPlugins;
import dev.weir.runtime.plugin.PluginArchive;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.plugin.PluginException;
import dev.weir.runtime.plugin.PluginInfo;
import dev.weir.runtime.plugin.PluginLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says whether a plugin's file will do: all that the loader refuses, and what would only show in a job.
 *
 * @param host what is loaded beside it
 */
public record PluginVerifier(PluginCatalog host) {
    private static final List<String> LOGGING =
            List.of("ch/qos/logback/", "org/apache/log4j/", "org/apache/logging/", "org/slf4j/");
    private static final List<String> TENSOR_LIBRARIES = List.of("ai/djl/", "ai/onnxruntime/", "org/tensorflow/");

    /**
     * What was found.
     *
     * @param file     as it was named
     * @param sha256   of the file, or of all files of a folder
     * @param plugin   what it is; empty where it does not load
     * @param offers   its components
     * @param problems what is wrong, each with its remedy; empty when nothing is
     */
    public record Verdict(
            Path file, String sha256, Optional<PluginInfo> plugin, List<Component> offers, List<String> problems) {

        public Verdict {
            offers = List.copyOf(offers);
            problems = List.copyOf(problems);
        }

        /** For a person. */
        public String text() {
            StringBuilder text = new StringBuilder();
            plugin.ifPresent(known -> text.append("plugin ")
                    .append(known)
                    .append(", for Weir ")
                    .append(known.requires())
                    .append('\n'));
            offers.forEach(
                    component -> text.append("  offers the ").append(component).append('\n'));
            text.append("  SHA-256 ").append(sha256).append('\n');
            problems.forEach(problem -> text.append(problem).append('\n'));
            String count = problems.size() == 1 ? "1 problem." : problems.size() + " problems.";
            return text.append(problems.isEmpty() ? file + " will do." : count).toString();
        }

        /** For a program. */
        public ObjectNode json() {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("file", file.toString());
            node.put("sha256", sha256);
            node.put("weir", PluginLoader.HOST_VERSION);
            plugin.ifPresent(known -> node.put("plugin", known.id())
                    .put("version", known.version())
                    .put("requires", known.requires()));
            ArrayNode components = node.putArray("components");
            offers.forEach(component -> components
                    .addObject()
                    .put("kind", component.kind().key())
                    .put("name", component.name())
                    .put("class", component.type().getName()));
            ArrayNode found = node.putArray("problems");
            problems.forEach(found::add);
            node.put("ok", problems.isEmpty());
            return node;
        }
    }

    /** Looks at a jar, a zip or a plugin's folder. It is loaded, and closed again. */
    public Verdict verify(Path file) throws IOException {
        String sha256 = Digests.ofFile(file);
        List<String> problems = new ArrayList<>();
        checksum(file, sha256).ifPresent(problems::add);
        try (LoadedPlugins loaded = PluginLoader.openOne(file)) {
            PluginInfo plugin = loaded.catalog().plugins().get(0);
            List<Component> offers = loaded.catalog().components();
            if (plugin.requires().equals("*")) {
                problems.add("plugin " + plugin + " does not say which Weir it was built for"
                        + "\n  Write Plugin-Requires: >=1.0.0 & <2.0.0 into its descriptor.");
            }
            problems.addAll(packed(file, plugin, offers));
            problems.addAll(names(plugin, offers));
            for (Component component : offers) {
                SettingDefects.of(component)
                        .forEach(defect -> problems.add("plugin " + plugin + ": the " + component + ": " + defect));
            }
            return new Verdict(file, sha256, Optional.of(plugin), offers, problems);
        } catch (PluginException e) {
            problems.add(String.valueOf(e.getMessage()));
            return new Verdict(file, sha256, Optional.empty(), List.of(), problems);
        }
    }

    /** The file {@code FILE.sha256} beside it, as {@code sha256sum} writes it, where there is one. */
    private static Optional<String> checksum(Path file, String sha256) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".sha256");
        if (!Files.isRegularFile(beside)) {
            return Optional.empty();
        }
        String expected = Files.readString(beside).strip().split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
        return expected.equals(sha256)
                ? Optional.empty()
                : Optional.of(
                        "plugin " + file.getFileName() + ": its SHA-256 is " + sha256 + ", " + beside.getFileName()
                                + " says " + expected + "\n  It was changed or damaged: get or build it again.");
    }

    /** Classes that only the host or an engine may bring. */
    private List<String> packed(Path file, PluginInfo plugin, List<Component> offers) throws IOException {
        List<String> problems = new ArrayList<>();
        List<String> classes = new PluginArchive(file).classes();
        first(classes, LOGGING)
                .ifPresent(name -> problems.add("plugin " + plugin + " packs " + name + ", a logging library"
                        + "\n  Log through slf4j-api, which the host provides, with the Maven scope 'provided'."));
        if (offers.stream().noneMatch(component -> component.kind() == Kind.MODEL)) {
            first(classes, TENSOR_LIBRARIES)
                    .ifPresent(name -> problems.add("plugin " + plugin + " packs " + name
                            + ", a tensor library, and offers no model"
                            + "\n  A strategy sees arrays; engines are plugins of their own."));
        }
        for (Component known : host.components()) {
            String name = known.type().getName().replace('.', '/') + ".class";
            if (!known.plugin().id().equals(plugin.id()) && classes.contains(name)) {
                problems.add("plugin " + plugin + " packs " + known.type().getName() + ", which is the " + known
                        + " of plugin " + known.plugin()
                        + "\n  A component of another plugin is named in YAML, not packed.");
            }
        }
        return problems;
    }

    private static Optional<String> first(List<String> classes, List<String> packages) {
        return classes.stream()
                .filter(name -> packages.stream().anyMatch(name::startsWith))
                .findFirst()
                .map(name -> name.replace('/', '.').replaceFirst("\\.class$", ""));
    }

    /** Names that what is loaded offers already; the same plugin's are its older version's. */
    private List<String> names(PluginInfo plugin, List<Component> offers) {
        return offers.stream()
                .flatMap(component -> host.find(component.kind(), component.name()).stream())
                .filter(taken -> !taken.plugin().id().equals(plugin.id()))
                .map(taken -> "plugin " + plugin + ": the plugin " + taken.plugin() + " offers the " + taken
                        + " already\n  Rename it: names are unique within a kind.")
                .collect(Collectors.toList());
    }
}
