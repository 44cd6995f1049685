package dev.weir.runtime.cascade;

import dev.weir.api.Progress;
import dev.weir.api.model.ModelProvider;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the stages' models put out, and how the tuned ones were tuned.
 *
 * @param models first stage first
 * @param tuned  by stage, those that were tuned
 */
record StageRuns(List<ModelRun> models, Map<Integer, StageTuner.Tuned> tuned) {

    /** Runs the model of every stage. */
    static StageRuns record(
            Bound<CascadeSettings> file,
            Splits splits,
            ModelRecipes recipes,
            ModelRecorder recorder,
            Progress progress) {
        List<StageSettings> stages = file.value().stages();
        StageTuner tuner = new StageTuner(file, splits, recipes, recorder, progress);
        List<SplitName> on = recordedOn(stages, splits);
        ModelRun[] models = new ModelRun[stages.size()];
        Map<Integer, StageTuner.Tuned> tuned = new TreeMap<>();
        for (int stage : order(stages)) {
            if (models[stage] != null) {
                continue; // recorded with another exit of its model
            }
            String model = stages.get(stage).model();
            ModelProvider provider = file.value().providerOf(model);
            try {
                if (stages.get(stage).tune().isPresent()) {
                    tuned.put(stage, tuner.tune(stage, models[stage + 1], on));
                    models[stage] = tuned.get(stage).run();
                } else if (recipes.of(model).provider().exits() > 1
                        && recipes.of(model).serve().isEmpty()) {
                    int[] exits = IntStream.range(0, stages.size())
                            .filter(other -> stages.get(other).model().equals(model))
                            .toArray();
                    List<ModelRun> runs = recorder.record(
                            recipes.of(model),
                            on,
                            Arrays.stream(exits).mapToObj(stages::get).toList());
                    for (int i = 0; i < exits.length; i++) {
                        models[exits[i]] = runs.get(i);
                    }
                } else {
                    models[stage] = recorder.record(recipes.of(model), on);
                }
            } catch (IllegalArgumentException e) {
                throw new ConfigException(
                        file.value().model(model).interpolate().isPresent()
                                ? EndpointsCheck.told(file, EndpointsCheck.placeOf(model), "endpoints", e)
                                : file.problem(provider, String.valueOf(e.getMessage())));
            } catch (IOException e) {
                throw new IllegalStateException(
                        file.origin(provider)
                                .problem(String.valueOf(e.getMessage()))
                                .toString(),
                        e);
            }
        }
        return new StageRuns(List.of(models), tuned);
    }

    /** What is not tuned first, in order; then the rest from the last stage on, each after the next. */
    private static List<Integer> order(List<StageSettings> stages) {
        List<Integer> order = new ArrayList<>();
        for (int stage = 0; stage < stages.size(); stage++) {
            order.add(stage);
        }
        order.sort(Comparator.comparing(stage -> stages.get(stage).tune().isPresent() ? stages.size() - stage : 0));
        return order;
    }

    /** Calibration, foreign examples, and test last: the passes before have warmed the engine up. */
    private static List<SplitName> recordedOn(List<StageSettings> stages, Splits splits) {
        List<SplitName> on = new ArrayList<>();
        if (stages.stream().anyMatch(stage -> stage.tune().isPresent())) {
            on.add(SplitName.VALIDATION); // a tuned stage is measured on it
        }
        on.add(SplitName.CALIBRATION);
        if (splits.find(SplitName.OOD).isPresent()) {
            on.add(SplitName.OOD);
        }
        on.add(SplitName.TEST);
        return on;
    }
}
