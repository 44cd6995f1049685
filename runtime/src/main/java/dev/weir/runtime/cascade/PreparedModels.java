package dev.weir.runtime.cascade;

import dev.weir.api.Answers;
import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.RecordedRows;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputTransform;
import dev.weir.api.model.ModelContext;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.plugin.Offered;
import dev.weir.runtime.split.Extent;
import dev.weir.runtime.split.Seeds;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The models of a checked job and the examples that they learn from and answer. */
public final class PreparedModels {
    private final Splits splits;
    private final Map<String, Splits> copyData;
    private final ModelRecipes recipes;
    private final ExampleDigests digests;
    private final List<InputTransform> fitted;

    private PreparedModels(
            Splits splits,
            Map<String, Splits> copyData,
            ModelRecipes recipes,
            ExampleDigests digests,
            List<InputTransform> fitted) {
        this.fitted = fitted;
        this.splits = splits;
        this.copyData = copyData;
        this.recipes = recipes;
        this.digests = digests;
    }

    /**
     * Refuses models that are copies of what is not there.
     *
     * @throws ConfigException with every mistake found
     */
    public static void requireLineages(Bound<?> file, ModelsOfJob settings, Offered offered) {
        List<Problem> problems = new ArrayList<>();
        ModelsCheck check = new ModelsCheck(file, settings, offered, problems);
        check.names();
        check.lineages();
        done(problems);
    }

    /**
     * Reads what the models learn from and answer.
     *
     * @throws ConfigException with every mistake found
     */
    public static PreparedModels of(Bound<?> file, ModelsOfJob settings, Offered offered, Extent extent) {
        List<Problem> problems = new ArrayList<>();
        ModelsCheck check = new ModelsCheck(file, settings, offered, problems);
        DataReader reader = new DataReader(file, settings.data(), "data", settings.seed(), extent);
        Splits raw = reader.splits(settings.splits(), "splits");
        if (raw.find(SplitName.TEST).isEmpty()) {
            throw new ConfigException(
                    file.problem("splits", "there is no test split", "Answers are measured on it: give test a share."));
        }
        List<InputTransform> fitted = reader.fitted(raw, settings.seed());
        Splits splits = reader.transformed(fitted, raw, settings.seed());
        Map<String, ModelInputs> inputs = new ModelTransforms(file, settings).fitted(splits);
        Map<String, ModelContext> contexts = contexts(settings, splits, inputs);
        Set<Need> none = Set.of();
        contexts.forEach((name, context) -> check.fits(name, context, splits, none));
        done(problems);
        Map<String, Splits> copyData = new CopyData(file, settings, extent).read(raw, splits, fitted);
        check.copies(splits, copyData);
        done(problems);
        ExampleDigests digests = new ExampleDigests();
        return new PreparedModels(
                splits,
                copyData,
                new ModelRecipes(file, settings, splits, copyData, contexts, inputs, digests),
                digests,
                fitted);
    }

    private static void done(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /** What the providers of the models that are no copies are told. */
    static Map<String, ModelContext> contexts(ModelsOfJob settings, Splits splits, Map<String, ModelInputs> own) {
        Map<String, ModelContext> contexts = new LinkedHashMap<>();
        Inputs inputs = splits.get(SplitName.TEST).inputs();
        int answer = splits.get(SplitName.TEST)
                .labels()
                .answers()
                .map(Answers::length)
                .orElse(0);
        boolean isNamed = inputs instanceof RecordedRows
                && splits.get(SplitName.TEST).labels().answers().isEmpty();
        int classes = isNamed ? splits.classes().size() : inputs instanceof RecordedRows ? 0 : outputs(splits);
        for (String name : settings.asked()) {
            ModelInputs ofModel = own.get(name);
            if (ofModel != null) {
                contexts.put(
                        name,
                        ofModel.context(new ModelContext(
                                        name, inputs.select(new int[0]), classes, Seeds.of(settings.seed(), name))
                                .withAnswer(answer)));
            }
        }
        return contexts;
    }

    /** How many logits a model has; without names of the classes, as many as the largest label tells. */
    private static int outputs(Splits splits) {
        return splits.byName().values().stream()
                .mapToInt(examples -> examples.labels().outputs())
                .max()
                .orElse(0);
    }

    /** The job's examples, as models see them. */
    public Splits splits() {
        return splits;
    }

    /** The transforms of the job's data, with what they learned from the train split. */
    public List<InputTransform> fitted() {
        return fitted;
    }

    /** Whether nothing is run, because what models put out was recorded. */
    public boolean areRecorded() {
        return splits.get(SplitName.TEST).inputs() instanceof RecordedRows;
    }

    /** How a model comes to its weights. */
    public ModelRecipe recipe(String name) {
        return recipes.of(name);
    }

    /** The digest of a split. */
    public String digest(Examples examples) {
        return digests.of(examples);
    }

    /** What copies with data of their own learn from. */
    public List<Examples> ofCopies() {
        return copyData.values().stream()
                .flatMap(copy -> copy.byName().values().stream())
                .toList();
    }
}
