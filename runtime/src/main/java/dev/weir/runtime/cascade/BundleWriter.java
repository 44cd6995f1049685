package dev.weir.runtime.cascade;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.data.InputTransform;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.job.RunFolder;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes {@code bundle.json} beside the models that were saved into the bundle. */
public final class BundleWriter {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** What leaves numbers, which are read without it. */
    private static final Set<Kind> ONLY_FOR_FITTING = Set.of(Kind.COMBINATION, Kind.INTERPOLATOR, Kind.WEIGHT_MERGE);

    private BundleWriter() {}

    /** The name of a model's folder among a run's results. */
    public static String modelFolder(String model) {
        return "bundle/models/" + model;
    }

    /**
     * What a bundle says, but for what follows from its files.
     *
     * @param settings   of the job
     * @param components of the job; those that only chose its numbers are not needed to answer
     * @param classes    the class names in label order
     * @param like       no example, as the models take them
     * @param fitted     the transforms of the data
     * @param confidence ranks answers
     * @param stages     in the order in which they are asked
     */
    public record Content(
            ModelsOfJob settings,
            Collection<Component> components,
            List<String> classes,
            Inputs like,
            List<InputTransform> fitted,
            ConfidenceScore confidence,
            List<BundleSettings.Stage> stages) {}

    /** Writes the file and its digest, after the models. */
    public static void write(RunFolder folder, Content content) throws IOException {
        Path file = folder.file("bundle/" + BundleSettings.FILE);
        Map<String, String> plugins = new TreeMap<>();
        content.components().stream()
                .filter(component -> !ONLY_FOR_FITTING.contains(component.kind()))
                .forEach(component ->
                        plugins.put(component.plugin().id(), component.plugin().version()));
        BundleSettings bundle = new BundleSettings(
                PluginLoader.HOST_VERSION,
                BundleSettings.FORMAT,
                plugins,
                digests(file.resolveSibling("models")),
                content.settings().seed(),
                content.classes(),
                content.like() instanceof FloatTensor tensor
                        ? Arrays.stream(tensor.shape()).boxed().toList()
                        : List.of(),
                new DataSettings(content.settings().data().source().settled(), content.fitted()),
                content.confidence(),
                content.stages());
        Files.writeString(file, JSON.writeValueAsString(SettingsTree.of(bundle)));
        Files.writeString(file.resolveSibling(BundleSettings.DIGEST), BundleSettings.digestLine(file));
    }

    private static Map<String, String> digests(Path models) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(models)) {
            for (Path path : walk.filter(Files::isRegularFile).toList()) {
                digests.put("models/" + models.relativize(path).toString().replace('\\', '/'), Digests.ofFile(path));
            }
        }
        return digests;
    }
}
