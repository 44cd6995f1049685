package dev.weir.runtime.cascade;

import dev.weir.api.data.InputTransform;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.split.Seeds;
import dev.weir.runtime.split.Splits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the models of a job make of its inputs.
 *
 * @param file     the job's file
 * @param settings what it says of the models
 */
record ModelTransforms(Bound<?> file, ModelsOfJob settings) {

    /** The inputs of every model that a provider opens, learned from the train split. */
    Map<String, ModelInputs> fitted(Splits splits) {
        Map<String, ModelInputs> byModel = new LinkedHashMap<>();
        for (String name : settings.asked()) {
            ModelSettings model = settings.model(name);
            if (model.provider().isPresent()) {
                byModel.put(name, fitted(name, model.transforms().orElse(List.of()), splits));
            }
        }
        return byModel;
    }

    private ModelInputs fitted(String name, List<InputTransform> transforms, Splits splits) {
        long seed = Seeds.of(settings.seed(), name);
        try {
            return ModelInputs.fit(transforms, splits, seed);
        } catch (IllegalArgumentException e) {
            String[] message = String.valueOf(e.getMessage()).split("\n", 2);
            throw new ConfigException(
                    file.problem("models." + name + ".transforms", message[0], message.length > 1 ? message[1] : ""));
        }
    }
}
