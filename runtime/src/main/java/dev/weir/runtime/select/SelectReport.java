package dev.weir.runtime.select;

import dev.weir.api.selection.Estimate;
import dev.weir.api.selection.Selection;
import dev.weir.runtime.job.Metrics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a select job says: its part of the report as JSON, and the table of the command line. */
final class SelectReport {
    private SelectReport() {}

    static ObjectNode report(Selection selection, List<SelectBaselines.Baseline> baselines) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        ArrayNode ranking = report.putArray("ranking");
        for (Selection.Ranked ranked : selection.ranking()) {
            Metrics entry = new Metrics();
            entry.node().put("name", ranked.name());
            put(entry, "score", ranked.score());
            ranked.accuracy().value().ifPresent(value -> put(entry, "accuracy", ranked.accuracy()));
            ranking.add(entry.done());
        }
        ObjectNode scores = report.putObject("scores");
        for (Map.Entry<String, Map<String, Estimate>> score : selection.scores().entrySet()) {
            Metrics byCandidate = new Metrics();
            score.getValue().forEach((name, estimate) -> put(byCandidate, name, estimate));
            scores.set(score.getKey(), byCandidate.done());
        }
        ArrayNode clusters = report.putArray("clusters");
        for (List<String> cluster : selection.clusters()) {
            cluster.forEach(clusters.addArray()::add);
        }
        selection.recalled().forEach(report.putArray("recalled")::add);
        chosen(report, selection);
        ArrayNode entries = report.putArray("baselines");
        for (SelectBaselines.Baseline baseline : baselines) {
            entries.add(baseline(baseline));
        }
        return report;
    }

    /** The choice under its key, null where no candidate has a value. */
    static void chosen(ObjectNode node, Selection selection) {
        Optional<String> chosen = selection.chosen();
        if (chosen.isPresent()) {
            node.put("chosen", chosen.get());
        } else {
            node.putNull("chosen");
            node.putObject("reasons").put("chosen", "no candidate has a score");
        }
    }

    private static ObjectNode baseline(SelectBaselines.Baseline baseline) {
        Metrics entry = new Metrics();
        entry.node().put("name", baseline.name());
        entry.node().put("oracle", false);
        baseline.ranking().forEach(entry.node().putArray("ranking")::add);
        if (baseline.ranking().isEmpty()) {
            entry.missing("chosen", baseline.reason());
        } else {
            entry.node().put("chosen", baseline.ranking().get(0));
        }
        entry.missing("accuracy", "no candidate was fine-tuned");
        return entry.done();
    }

    private static void put(Metrics metrics, String key, Estimate estimate) {
        OptionalDouble value = estimate.value();
        if (value.isEmpty()) {
            metrics.missing(key, estimate.reason());
        } else if (estimate.interval().isPresent()) {
            metrics.put(key, value.getAsDouble(), estimate.interval().get());
        } else {
            metrics.put(key, value.getAsDouble());
            metrics.withoutIntervals(estimate.reason());
        }
    }

    /** The table of the command line: the ranking with every score, then what the baselines would choose. */
    static String table(ObjectNode report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%-4s%-32s%12s  %-22s", "", "", "score", "95% interval"));
        List<String> others =
                report.path("scores").propertyNames().stream().skip(1).toList();
        others.forEach(other -> text.append(String.format(Locale.ROOT, "%12s", other)));
        text.append('\n');
        int place = 0;
        for (JsonNode entry : report.path("ranking")) {
            line(text, ++place, entry, report, others);
        }
        JsonNode chosen = report.path("chosen");
        text.append(chosen.isNull() ? "No candidate has a score.\n" : "Chosen: " + chosen.asString() + alike(report));
        for (JsonNode baseline : report.path("baselines")) {
            JsonNode would = baseline.path("chosen");
            text.append(baseline.path("name").asString())
                    .append(" would choose ")
                    .append(
                            would.isNull()
                                    ? "none: "
                                            + baseline.path("reasons")
                                                    .path("chosen")
                                                    .asString()
                                    : would.asString())
                    .append('\n');
        }
        return text.toString();
    }

    private static void line(StringBuilder text, int place, JsonNode entry, ObjectNode report, List<String> others) {
        String name = entry.path("name").asString();
        JsonNode ends = entry.path("intervals").path("score");
        text.append(String.format(
                Locale.ROOT,
                "%-4d%-32s%12s  %-22s",
                place,
                name,
                number(entry.path("score")),
                ends.isArray() ? number(ends.get(0)) + " to " + number(ends.get(1)) : ""));
        for (String other : others) {
            text.append(String.format(
                    Locale.ROOT,
                    "%12s",
                    number(report.path("scores").path(other).path(name))));
        }
        if (entry.path("score").isNull()) {
            text.append("  ").append(entry.path("reasons").path("score").asString());
        }
        text.append('\n');
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.4f", value.asDouble()) : "-";
    }

    private static String alike(ObjectNode report) {
        JsonNode best = report.path("clusters").path(0);
        return best.size() > 1
                ? "; its score cannot be told apart from that of " + (best.size() - 1)
                        + (best.size() == 2 ? " other\n" : " others\n")
                : "\n";
    }
}
