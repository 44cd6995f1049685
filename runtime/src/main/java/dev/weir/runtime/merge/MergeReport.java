package dev.weir.runtime.merge;

import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.config.SettingText;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.plugin.PluginInfo;
import dev.weir.runtime.plugin.PluginLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a merge says of itself: its part of the report, the card beside the merged weights, and a table. */
final class MergeReport {
    private final Bound<MergeSettings> file;
    private final List<Parent> parents;
    private final List<Problem> warnings;
    private final double[] squaredDistances;
    private double squares;

    MergeReport(Bound<MergeSettings> file, List<Parent> parents, List<Problem> warnings) {
        this.file = file;
        this.parents = parents;
        this.warnings = warnings;
        this.squaredDistances = new double[parents.size()];
    }

    /** Takes a merged tensor into account, and what it was made of in the order of the parents. */
    void add(List<float[]> from, float[] merged) {
        for (int i = 0; i < squaredDistances.length; i++) {
            float[] values = from.get(i);
            for (int j = 0; j < merged.length; j++) {
                double difference = (double) merged[j] - values[j];
                squaredDistances[i] += difference * difference;
            }
        }
        for (float value : merged) {
            squares += (double) value * value;
        }
    }

    /**
     * The job's part of the report.
     *
     * @param merged the name of the merged file
     * @param sha256 its digest
     */
    ObjectNode node(String merged, String sha256) throws IOException {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("merge", SettingText.of(file.value().merge()));
        ArrayNode ofParents = report.putArray("parents");
        Path folder = Path.of(file.file()).toAbsolutePath().resolve("..");
        for (int i = 0; i < parents.size(); i++) {
            Parent parent = parents.get(i);
            ofParents
                    .addObject()
                    .put("parent", parent.key())
                    .put("file", file.nameFrom(folder, parent.file().path()))
                    .put("sha256", Digests.ofFile(parent.file().path()))
                    .put("norm", parent.norm())
                    .put("distance", Math.sqrt(squaredDistances[i]));
        }
        report.putObject("merged")
                .put("file", merged)
                .put("sha256", sha256)
                .put("tensors", parents.get(0).file().header().entries().size())
                .put("numbers", parents.get(0).file().numbers())
                .put("norm", Math.sqrt(squares));
        ArrayNode told = report.putArray("warnings");
        warnings.forEach(warning -> told.add(warning.path() + ": "
                + warning.message().replace("warning: ", "")
                + (warning.remedy().isEmpty() ? "" : "\n" + warning.remedy())));
        return report;
    }

    /** The card: what was merged how, by which versions. */
    ObjectNode card(ObjectNode report) {
        ObjectNode card = JsonNodeFactory.instance.objectNode();
        card.put("weir", PluginLoader.HOST_VERSION);
        PluginInfo plugin = file.origin(file.value().merge()).component().plugin();
        card.putObject("plugins").put(plugin.id(), plugin.version());
        card.setAll(report);
        card.set(
                "merge",
                JsonMapper.shared().valueToTree(SettingsTree.of(file.value().merge())));
        return card;
    }

    /** The table of the command line. */
    static String table(ObjectNode report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%-48s%12s%24s\n", "", "length", "distance to the merge"));
        for (JsonNode parent : report.path("parents")) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-48s%12.4f%24.4f\n",
                    parent.path("parent").asString() + " " + parent.path("file").asString(),
                    parent.path("norm").asDouble(),
                    parent.path("distance").asDouble()));
        }
        JsonNode merged = report.path("merged");
        text.append(String.format(
                Locale.ROOT,
                "%-48s%12.4f\n%,d tensors, %,d numbers\n",
                report.path("merge").asString(),
                merged.path("norm").asDouble(),
                merged.path("tensors").asLong(),
                merged.path("numbers").asLong()));
        report.path("warnings")
                .forEach(warning -> text.append("Warning: ")
                        .append(warning.asString().replace("\n", "\n  "))
                        .append('\n'));
        return text.toString();
    }
}
