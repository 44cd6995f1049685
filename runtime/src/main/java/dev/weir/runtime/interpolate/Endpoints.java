package dev.weir.runtime.interpolate;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelProvider;
import dev.weir.runtime.cascade.EndpointsCheck;
import dev.weir.runtime.cascade.InterpolationSettings;
import dev.weir.runtime.cascade.ModelRecipe;
import dev.weir.runtime.cascade.ModelTrainer;
import dev.weir.runtime.cascade.PreparedModels;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.model.CheckedModel;
import dev.weir.runtime.model.Networks;
import dev.weir.runtime.model.Networks.Network;
import dev.weir.runtime.split.SplitName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the endpoints put out, and their networks.
 *
 * @param test       logits of each endpoint on the test split
 * @param validation the same on the validation split; none where there is no such split
 * @param networks   mixes them; empty for recorded models
 */
record Endpoints(List<Logits> test, List<Logits> validation, Optional<Networks> networks) implements AutoCloseable {

    /** Trains and asks the endpoints; of an ancestor only the weights are of use. */
    static Endpoints of(Bound<InterpolateSettings> file, PreparedModels models, ModelTrainer trainer) {
        InterpolationSettings interpolation = file.value().interpolation();
        List<Logits> test = new ArrayList<>();
        List<Logits> validation = new ArrayList<>();
        List<Network> opened = new ArrayList<>();
        try {
            for (String name : models.areRecorded() ? interpolation.endpoints() : interpolation.mixed()) {
                held(file, name, () -> {
                    ModelRecipe recipe = models.recipe(name);
                    Model model = trainer.ready(recipe);
                    boolean isKept = false;
                    try {
                        if (interpolation.endpoints().contains(name)) {
                            test.add(logits(model, recipe, models.splits().get(SplitName.TEST)));
                            models.splits()
                                    .find(SplitName.VALIDATION)
                                    .ifPresent(examples -> validation.add(logits(model, recipe, examples)));
                        }
                        if (!models.areRecorded()) {
                            opened.add(Network.of(name, model, recipe.component()));
                            isKept = true;
                        }
                    } finally {
                        if (!isKept) {
                            model.close();
                        }
                    }
                });
            }
            requireEqualClasses(file, test, models.splits().get(SplitName.TEST).labels());
        } catch (RuntimeException e) {
            opened.forEach(Network::close);
            throw e;
        }
        return new Endpoints(test, validation, networks(file, opened));
    }

    private static Optional<Networks> networks(Bound<InterpolateSettings> file, List<Network> opened) {
        InterpolationSettings interpolation = file.value().interpolation();
        try {
            return opened.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Networks(opened, interpolation.endpoints().size(), interpolation.limit()));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(EndpointsCheck.told(file, "", "endpoints", e));
        }
    }

    /** What may fail with a model. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static void held(Bound<InterpolateSettings> file, String name, Work work) {
        ModelProvider provider = file.value().providerOf(name);
        try {
            work.run();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file.problem(provider, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new IllegalStateException(
                    file.origin(provider)
                            .problem(String.valueOf(e.getMessage()))
                            .toString(),
                    e);
        }
    }

    private static Logits logits(Model model, ModelRecipe recipe, Examples examples) {
        Logits logits = new CheckedModel(model, recipe.component())
                .outputs(examples.inputs(), Set.of())
                .logits();
        if (logits.rows() != examples.size()) {
            throw recipe.component().broken("put out " + logits, "logits for " + examples.size() + " examples", null);
        }
        return logits;
    }

    private static void requireEqualClasses(Bound<InterpolateSettings> file, List<Logits> test, Labels labels) {
        int k = test.get(0).classes();
        for (int i = 0; i < test.size(); i++) {
            int other = test.get(i).classes();
            if (other != k || other < labels.classes()) {
                throw new ConfigException(file.problem(
                        "endpoints[" + i + "]",
                        other != k
                                ? "puts out " + other + " classes, but the first endpoint puts out " + k
                                : "puts out " + other + " classes, but the labels have " + labels.classes(),
                        "All endpoints answer with the same classes in the same order."));
            }
        }
    }

    @Override
    public void close() {
        networks.ifPresent(Networks::close);
    }
}
