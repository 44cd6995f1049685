package dev.weir.runtime.explore;

import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.runtime.cascade.AnswersOfTokens;
import dev.weir.runtime.cascade.Combine;
import dev.weir.runtime.cascade.SharedOutputs;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.model.CheckedModel;
import dev.weir.runtime.split.Seeds;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Reads what the models of the pool put out, and refuses recordings that do not fit each other. */
final class PoolReader {
    private final Bound<ExploreSettings> file;
    private final Splits splits;
    private final Set<Need> needs;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<SplitName, List<Outputs>> outputs = new EnumMap<>(SplitName.class);
    private final double[] costs;

    /**
     * Reads all recordings.
     *
     * @throws ConfigException with every mistake found
     */
    PoolReader(Bound<ExploreSettings> file, Splits splits, Set<Need> needs) {
        this.file = file;
        this.splits = splits;
        this.needs = needs;
        this.costs = new double[file.value().models().size()];
        outputs.put(SplitName.CALIBRATION, new ArrayList<>());
        outputs.put(SplitName.TEST, new ArrayList<>());
        int index = 0;
        for (Map.Entry<String, PoolModelSettings> model : file.value().models().entrySet()) {
            read(index++, model.getKey(), model.getValue());
        }
        done();
        requireEqualClasses();
        if (sharedRows() == splits.get(SplitName.TEST).size()) {
            problems.add(file.problem(
                    "data",
                    "the calibration split holds every row of the test split",
                    "What is chosen on examples must be measured on others: record two splits that share none."));
        }
        done();
    }

    /** What the models put out on a split. */
    Pool on(SplitName split, Examples examples) {
        return new Pool(List.copyOf(file.value().models().keySet()), of(split), examples.labels(), costs);
    }

    private List<Outputs> of(SplitName split) {
        return outputs.getOrDefault(split, List.of());
    }

    private void read(int index, String name, PoolModelSettings settings) {
        ModelProvider provider = settings.provider();
        ModelContext context = new ModelContext(
                name,
                splits.get(SplitName.TEST).inputs().select(new int[0]),
                splits.get(SplitName.TEST).labels().answers().isPresent()
                        ? 0
                        : splits.classes().size(),
                Seeds.of(file.value().seed(), name));
        try (Model model = provider.open(context)) {
            costs[index] = cost(name, settings, model.macs());
            CheckedModel checked = new CheckedModel(model, file.origin(provider).component());
            for (SplitName split : List.of(SplitName.CALIBRATION, SplitName.TEST)) {
                Outputs put = checked.outputs(splits.get(split).inputs(), needs);
                if (!put.hasLogits() || put.rows() != splits.get(split).size()) {
                    throw new IllegalArgumentException("puts out no logits for every example of the " + split.key()
                            + " split\nRecord a row of logits for each.");
                }
                of(split).add(AnswersOfTokens.compared(put, splits.get(split).labels()));
            }
        } catch (IllegalArgumentException e) {
            problems.add(file.problem(provider, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            problems.add(file.problem(provider, "cannot be read: " + e));
        }
    }

    /** What running the model for one example is charged. */
    private double cost(String name, PoolModelSettings settings, OptionalLong macs) {
        CostUnit unit = file.value().cost();
        if (unit != CostUnit.MACS) {
            return (unit == CostUnit.COST ? settings.cost() : settings.seconds()).orElseThrow();
        }
        if (macs.isEmpty()) {
            problems.add(file.problem(
                    "models." + name,
                    "does not state its macs, and cascades are charged for that",
                    "Give every model macs, or choose another cost: each model's own cost or seconds."));
        }
        return macs.orElse(0);
    }

    private void requireEqualClasses() {
        List<String> names = List.copyOf(file.value().models().keySet());
        int labels = Math.max(
                splits.get(SplitName.CALIBRATION).labels().outputs(),
                splits.get(SplitName.TEST).labels().outputs());
        if (of(SplitName.TEST).get(0).tokens().isPresent()
                && file.value().combine().contains(Combine.AVERAGE)) {
            problems.add(file.problem(
                    "combine",
                    "answers of several tokens cannot be averaged",
                    "Each model goes on from tokens of its own: leave combine out."));
        }
        int k = of(SplitName.TEST).get(0).logits().classes();
        for (int model = 0; model < names.size(); model++) {
            int other = of(SplitName.TEST).get(model).logits().classes();
            String message = other != k
                    ? "puts out " + other + " classes, but '" + names.get(0) + "' puts out " + k
                    : other < labels ? "puts out " + other + " classes, but the labels have " + labels : "";
            if (!message.isEmpty()) {
                problems.add(file.problem(
                        "models." + names.get(model),
                        message,
                        "All models answer with the same classes in the same order."));
            }
        }
    }

    /** How many test rows stand in the calibration split too. */
    int sharedRows() {
        return new SharedOutputs(
                        of(SplitName.CALIBRATION),
                        splits.get(SplitName.CALIBRATION).labels(),
                        of(SplitName.TEST),
                        splits.get(SplitName.TEST).labels())
                .count();
    }

    private void done() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }
}
