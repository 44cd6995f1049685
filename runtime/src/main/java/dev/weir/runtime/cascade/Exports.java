package dev.weir.runtime.cascade;

import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelProvider;
import dev.weir.runtime.config.Binder;
import dev.weir.runtime.config.Inline;
import dev.weir.runtime.config.YamlFile;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * Trained models as ONNX files, opened by the component {@value #ONNX} of whichever plugin offers it.
 *
 * @param catalog of all plugins
 */
record Exports(PluginCatalog catalog) {
    /** The name of the component, and of the file's ending. */
    static final String ONNX = "onnx";

    /** How far logits of a trained model and of its export may be apart, relative to the largest above 1. */
    private static final double TOLERANCE = 1e-4;

    private static final String FILE = "model.onnx";

    /** What an export is opened by, written and bound as in a job's file. */
    private record Opener(@Inline ModelProvider provider) {}

    /**
     * An export that answers.
     *
     * @param provider opened it
     * @param model    of the job's inputs
     * @param apart    how far its logits are from the trained model's, at most
     */
    record Opened(ModelProvider provider, Model model, double apart) {}

    /** What opens exports, where a plugin offers it. */
    Optional<Component> find() {
        return catalog.find(Kind.MODEL, ONNX);
    }

    /** What opens exports, where the job was checked to have it. */
    Component component() {
        return find().orElseThrow(() -> new IllegalStateException("no plugin offers the model " + ONNX));
    }

    /**
     * Writes a trained model into a folder, opens what was written and compares the two.
     *
     * @param trained of the job's inputs
     * @param samples what they are compared on
     * @param folder  an empty one, which must be there as long as the export may be saved
     */
    Opened open(ModelRecipe recipe, Model trained, Inputs samples, Path folder) throws IOException {
        trained.export(folder.resolve(FILE));
        Map<String, Object> with = new LinkedHashMap<>();
        with.put("file", FILE);
        with.put("features", "features");
        trained.macs().ifPresent(macs -> with.put("macs", macs));
        Path settings = Files.writeString(
                folder.resolve("opener.json"),
                JsonMapper.shared().writeValueAsString(Map.of("use", ONNX, "with", with)));
        ModelProvider provider = new Binder(catalog)
                .bind(YamlFile.read(settings), Opener.class)
                .value()
                .provider();
        Model model = recipe.inputs().over(provider.open(recipe.context()));
        try {
            double apart = apart(logits(trained, samples), logits(model, samples));
            if (!(apart <= TOLERANCE)) {
                throw recipe.component()
                        .broken(
                                "exported an ONNX file whose logits are " + apart + " off",
                                "at most " + TOLERANCE,
                                null);
            }
            return new Opened(provider, model, apart);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static Logits logits(Model model, Inputs inputs) {
        return model.outputs(inputs, Set.of()).logits();
    }

    private static double apart(Logits expected, Logits actual) {
        double apart = 0;
        double largest = 1;
        for (int row = 0; row < expected.rows(); row++) {
            for (int k = 0; k < expected.classes(); k++) {
                apart = Math.max(apart, Math.abs(expected.at(row, k) - actual.at(row, k)));
                largest = Math.max(largest, Math.abs(expected.at(row, k)));
            }
        }
        return apart / largest;
    }
}
