package dev.weir.integration;

import dev.weir.api.Features;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.TrainableModel;
import dev.weir.api.model.TrainingPlan;
import dev.weir.runtime.cascade.CascadeSettings;
import dev.weir.runtime.cascade.ModelSettings;
import dev.weir.runtime.config.Binder;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.Origin;
import dev.weir.runtime.config.YamlFile;
import dev.weir.runtime.job.Npy;
import dev.weir.runtime.plugin.PluginLoader;
import dev.weir.runtime.split.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes {@code configs/data/zoo}: networks of different widths learn the digits 0 to 4 and look at the digits 5 to 9.
 * Run by hand from this module's folder, with the folder to write to; what it prints goes into
 * {@code configs/select-recorded.yaml}.
 */
final class RecordedZoo {
    private static final long SEED = 7;
    private static final int SOURCE_CLASSES = 5;

    /** The hidden layers of each network and its epochs. */
    private static final Map<String, String> ZOO = Map.of(
            "mlp-4", "network: { mlp: { hidden: [4] } }, epochs: 30",
            "mlp-8", "network: { mlp: { hidden: [8] } }, epochs: 30",
            "mlp-16", "network: { mlp: { hidden: [16] } }, epochs: 30",
            "mlp-32", "network: { mlp: { hidden: [32] } }, epochs: 30",
            "mlp-64", "network: { mlp: { hidden: [64] } }, epochs: 30",
            "mlp-64-untrained", "network: { mlp: { hidden: [64] } }, epochs: 0");

    private RecordedZoo() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Bound<CascadeSettings> job = job();
        Examples digits = job.value().data().source().read().byName().get("all");
        if (digits == null) {
            throw new IllegalStateException("optdigits has one part");
        }
        Examples source = ofDigits(digits, 0);
        Examples target = ofDigits(digits, SOURCE_CLASSES);
        Examples held = source.select(every(source, true));
        Examples learned = source.select(every(source, false));
        Examples seen = target.select(every(target, true)); // half of the target: the files stay small
        Npy.write(folder.resolve("labels.npy"), seen.labels());
        for (Origin origin : job.origins()) {
            String name = origin.path().replaceFirst("^models\\.", "");
            ModelSettings model = job.value().models().get(name);
            if (model != null) {
                record(name, model.provider().orElseThrow(), learned, held, seen, folder);
            }
        }
    }

    private static void record(
            String name, ModelProvider provider, Examples learned, Examples held, Examples seen, Path folder)
            throws IOException {
        ModelContext context =
                new ModelContext(name, learned.inputs().select(new int[0]), SOURCE_CLASSES, Seeds.of(SEED, name));
        try (TrainableModel model = (TrainableModel) provider.open(context)) {
            TrainingPlan plan = provider.training().orElseThrow().withSeed(context.seed());
            model.train(learned, held, plan, Checkpoint.NONE, Progress.SILENT);
            int[] answers = model.outputs(held.inputs(), Set.of()).logits().predictions();
            int right = 0;
            for (boolean match : held.labels().matches(answers)) {
                right += match ? 1 : 0;
            }
            Outputs outputs = model.outputs(seen.inputs(), Set.of(Need.FEATURES));
            Npy.write(folder.resolve(name + "-features.npy"), outputs.features());
            Npy.write(folder.resolve(name + "-probabilities.npy"), probabilities(outputs.logits()));
            System.out.printf(
                    "%s parameters %d source-accuracy %.4f%n",
                    name, model.parameters().orElseThrow(), (double) right / held.size());
        }
    }

    private static Features probabilities(Logits logits) {
        float[] values = new float[logits.rows() * logits.classes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) logits.softmax(i / logits.classes(), i % logits.classes(), 1);
        }
        return new Features(logits.rows(), logits.classes(), values);
    }

    /** Five digits from the first, as classes from 0. */
    private static Examples ofDigits(Examples digits, int first) {
        int[] rows = IntStream.range(0, digits.size())
                .filter(row -> digits.labels().at(row) / SOURCE_CLASSES == first / SOURCE_CLASSES)
                .toArray();
        int[] labels =
                IntStream.of(rows).map(row -> digits.labels().at(row) - first).toArray();
        return new Examples(digits.inputs().select(rows), new Labels(SOURCE_CLASSES, labels));
    }

    /** Every other row, or the others. */
    private static int[] every(Examples examples, boolean even) {
        return IntStream.range(0, examples.size())
                .filter(row -> row % 2 == 0 == even)
                .toArray();
    }

    private static Bound<CascadeSettings> job() throws IOException {
        StringBuilder models = new StringBuilder();
        ZOO.keySet().stream()
                .sorted()
                .forEach(name -> models.append("  ")
                        .append(name)
                        .append(": { use: pytorch, with: { ")
                        .append(ZOO.get(name))
                        .append(" } }\n"));
        Path file = Files.createTempFile("zoo-", ".yaml");
        try {
            Files.writeString(
                    file, """
                    job: cascade
                    data: { use: csv, with: { file: %s, label: digit, shape: [1, 8, 8], scale: 0.0625 } }
                    models:
                    %sstages: [ { model: mlp-4 } ]
                    report: out/none
                    """.formatted(Path.of("../configs/data/optdigits.csv").toAbsolutePath(), models));
            return new Binder(PluginLoader.load(List.of(Distribution.HOME.resolve("plugins"))))
                    .bind(YamlFile.read(file), CascadeSettings.class);
        } finally {
            Files.delete(file);
        }
    }
}
