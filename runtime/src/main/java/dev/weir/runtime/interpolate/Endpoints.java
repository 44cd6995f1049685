package dev.weir.runtime.interpolate;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.data.Examples;
import dev.weir.api.model.MixableModel;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.WeightSet;
import dev.weir.runtime.cascade.CheckedModel;
import dev.weir.runtime.cascade.ModelRecipe;
import dev.weir.runtime.cascade.ModelTrainer;
import dev.weir.runtime.cascade.PreparedModels;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.split.SplitName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the endpoints put out, and their weights.
 *
 * @param test       logits of each endpoint on the test split
 * @param validation the same on the validation split; none where there is no such split
 * @param weights    of each endpoint, and of the ancestor behind them; none of recorded models
 * @param server     mixes them; empty for recorded models
 */
record Endpoints(List<Logits> test, List<Logits> validation, List<WeightSet> weights, Optional<MixServer> server)
        implements AutoCloseable {

    /** Trains, asks and reads the endpoints. */
    static Endpoints of(Bound<InterpolateSettings> file, PreparedModels models, ModelTrainer trainer) {
        InterpolateSettings settings = file.value();
        List<Logits> test = new ArrayList<>();
        List<Logits> validation = new ArrayList<>();
        List<WeightSet> weights = new ArrayList<>();
        Optional<MixableModel> first = Optional.empty();
        for (String name : settings.mixed()) {
            boolean isAsked = settings.endpoints().contains(name);
            if (!isAsked && models.areRecorded()) {
                continue; // of an ancestor only the weights are of use
            }
            ModelProvider provider = settings.providerOf(name);
            try {
                ModelRecipe recipe = models.recipe(name);
                Model model = trainer.ready(recipe);
                try {
                    if (isAsked) {
                        test.add(logits(model, recipe, models.splits().get(SplitName.TEST)));
                        models.splits()
                                .find(SplitName.VALIDATION)
                                .ifPresent(examples -> validation.add(logits(model, recipe, examples)));
                    }
                    if (!models.areRecorded()) {
                        MixableModel mixable = mixable(model, recipe);
                        WeightSet own = mixable.weights();
                        weights.add(weights.isEmpty() ? own : weights.get(0).ordered(own)); // or it is refused
                        first = first.isPresent() ? first : Optional.of(mixable);
                    }
                } finally {
                    if (first.filter(kept -> kept == model).isEmpty()) {
                        model.close();
                    }
                }
            } catch (IllegalArgumentException e) {
                first.ifPresent(MixableModel::close);
                throw new ConfigException(file.problem(provider, String.valueOf(e.getMessage())));
            } catch (IOException e) {
                first.ifPresent(MixableModel::close);
                throw new IllegalStateException(
                        file.origin(provider)
                                .problem(String.valueOf(e.getMessage()))
                                .toString(),
                        e);
            } catch (RuntimeException e) {
                first.ifPresent(MixableModel::close);
                throw e;
            }
        }
        try {
            requireEqualClasses(file, test, models.splits().get(SplitName.TEST).labels());
            Optional<MixServer> server = first.map(model -> new MixServer(
                    model,
                    weights,
                    models.recipe(settings.endpoints().get(0)).component(),
                    kept(file, weights.get(0).size())));
            return new Endpoints(List.copyOf(test), List.copyOf(validation), List.copyOf(weights), server);
        } catch (RuntimeException e) {
            first.ifPresent(MixableModel::close);
            throw e;
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

    private static MixableModel mixable(Model model, ModelRecipe recipe) {
        if (model instanceof MixableModel mixable) {
            return mixable;
        }
        throw recipe.component()
                .broken("opened a model whose weights cannot be mixed", "one that can, as its settings tell", null);
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

    /**
     * How many mixes fit in what the file allows.
     *
     * @param parameters of one mix
     * @throws ConfigException when there is no place for one
     */
    static int kept(Bound<InterpolateSettings> file, long parameters) {
        InterpolateSettings settings = file.value();
        if (settings.memory().isEmpty()) {
            return settings.keptMixes();
        }
        double one = parameters * (double) Float.BYTES / 1e6;
        int fit = (int) Math.min(settings.keptMixes(), settings.memory().getAsDouble() / one);
        if (fit < 1) {
            throw new ConfigException(file.problem(
                    "memory",
                    settings.memory().getAsDouble() + " megabytes are less than one mix takes, " + one,
                    "Allow at least one, or leave memory out."));
        }
        return fit;
    }

    /** The coefficients of all weight sets, the ancestor's among them. */
    List<Double> ofSets(List<Double> coefficients, boolean overAncestor) {
        if (weights.size() == coefficients.size()) {
            return coefficients;
        }
        List<Double> all = new ArrayList<>(coefficients);
        all.add(
                overAncestor
                        ? 1
                                - coefficients.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .sum()
                        : 0.0);
        return List.copyOf(all);
    }

    @Override
    public void close() {
        server.ifPresent(MixServer::close);
    }
}
