package dev.weir.runtime.cascade;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.data.InputTransform;
import dev.weir.api.deferral.Calibrator;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.Origin;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.job.RunFolder;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.PluginLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes {@code bundle.json} beside the models that were saved into the bundle. */
final class BundleWriter {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Bound<CascadeSettings> file;
    private final ModelRecipes recipes;
    private final Exports exports;

    BundleWriter(Bound<CascadeSettings> file, ModelRecipes recipes, Exports exports) {
        this.exports = exports;
        this.file = file;
        this.recipes = recipes;
    }

    /** The name of a model's folder among a run's results. */
    static String modelFolder(String model) {
        return "bundle/models/" + model;
    }

    /** Writes the file and its digest, after the models. */
    void write(
            RunFolder folder,
            List<ModelRun> models,
            List<Optional<Calibrator>> calibrators,
            List<StageRule> rules,
            List<String> classes,
            Inputs like,
            List<InputTransform> fitted)
            throws IOException {
        CascadeSettings settings = file.value();
        List<BundleSettings.Stage> stages = new ArrayList<>();
        for (int stage = 0; stage < rules.size(); stage++) {
            StageSettings of = settings.stages().get(stage);
            stages.add(new BundleSettings.Stage(
                    of.model(),
                    of.exit(),
                    models.get(stage).served().orElseGet(() -> settings.providerOf(of.model())),
                    calibrators.get(stage),
                    of.combine(),
                    rules.get(stage).deferral().map(BundleSettings.Rule::of),
                    rules.get(stage).accept(),
                    models.get(stage).added().macs(),
                    of.cost(),
                    recipes.of(of.model()).inputs().fitted()));
        }
        Path file = folder.file("bundle/" + BundleSettings.FILE);
        BundleSettings bundle = new BundleSettings(
                PluginLoader.HOST_VERSION,
                BundleSettings.FORMAT,
                plugins(models),
                digests(file.resolveSibling("models")),
                settings.seed(),
                classes,
                like instanceof FloatTensor tensor
                        ? Arrays.stream(tensor.shape()).boxed().toList()
                        : List.of(),
                new DataSettings(settings.data().source().settled(), fitted),
                settings.confidence(),
                stages);
        Files.writeString(file, JSON.writeValueAsString(SettingsTree.of(bundle)));
        Files.writeString(file.resolveSibling(BundleSettings.DIGEST), BundleSettings.digestLine(file));
    }

    /** What the bundle needs to answer: of a model that is served as another, the other's plugin. */
    private Map<String, String> plugins(List<ModelRun> models) {
        Map<String, String> plugins = new TreeMap<>();
        Set<Origin> replaced = new HashSet<>();
        List<Component> serving = new ArrayList<>();
        for (ModelRun model : models) {
            model.served().ifPresent(provider -> {
                replaced.add(file.origin(file.value().providerOf(model.name())));
                serving.add(exports.component());
            });
        }
        Stream.concat(
                        file.origins().stream()
                                .filter(origin -> !replaced.contains(origin))
                                .map(Origin::component),
                        serving.stream())
                .forEach(component ->
                        plugins.put(component.plugin().id(), component.plugin().version()));
        return plugins;
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
