package dev.weir.runtime.benchmark;

import dev.weir.runtime.job.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What selectors came to, as JSON: under each target, and their means over the targets. */
final class SelectorReport {
    private static final String NO_INTERVAL = "one target each; see the targets for their spread";

    private SelectorReport() {}

    static void put(ObjectNode report, Map<String, List<SelectorTrial>> judged) {
        for (JsonNode target : report.path("targets")) {
            ArrayNode selectors = ((ObjectNode) target).putArray("selectors");
            for (SelectorTrial trial : judged.getOrDefault(target.path("name").asString(""), List.of())) {
                selectors.add(node(trial));
            }
        }
        Map<String, List<SelectorTrial>> byName = new LinkedHashMap<>();
        judged.values()
                .forEach(trials ->
                        trials.forEach(trial -> byName.computeIfAbsent(trial.name(), name -> new ArrayList<>())
                                .add(trial)));
        ArrayNode means = report.putArray("selectors");
        byName.forEach((name, trials) -> {
            Metrics entry = new Metrics();
            entry.node().put("name", name);
            mean(entry, "epochs", trials, SelectorTrial::epochs);
            mean(entry, "accuracy", trials, SelectorTrial::accuracy);
            mean(entry, "regret", trials, SelectorTrial::regret);
            entry.withoutIntervals(NO_INTERVAL);
            means.add(entry.done());
        });
    }

    private static void mean(
            Metrics entry, String key, List<SelectorTrial> trials, ToDoubleFunction<SelectorTrial> of) {
        double mean = trials.stream().mapToDouble(of).average().orElse(Double.NaN);
        if (Double.isNaN(mean)) {
            entry.missing(key, "it chose none on a target");
        } else {
            entry.put(key, mean);
        }
    }

    private static ObjectNode node(SelectorTrial trial) {
        Metrics entry = new Metrics();
        entry.node().put("name", trial.name());
        if (trial.chosen().isEmpty()) {
            entry.missing("chosen", "no candidate has a score");
            entry.missing("accuracy", "it chose none");
            entry.missing("regret", "it chose none");
        } else {
            entry.node().put("chosen", trial.chosen());
            entry.put("accuracy", trial.accuracy());
            entry.put("regret", trial.regret());
            entry.withoutIntervals("a comparison of recorded accuracies");
        }
        entry.put("epochs", trial.epochs());
        entry.node().put("trials", trial.trials()).put("proxies", trial.proxies());
        if (!trial.lost().isEmpty()) {
            entry.node().put("lost", trial.lost());
        }
        trial.notes().forEach(entry.node().putArray("notes")::add);
        return entry.done();
    }

    /** The lines of the command line. */
    static String table(JsonNode report) {
        StringBuilder text = new StringBuilder();
        if (report.path("selectors").isEmpty()) {
            return "";
        }
        for (JsonNode target : report.path("targets")) {
            text.append("selectors on ").append(target.path("name").asString()).append(":\n");
            for (JsonNode entry : target.path("selectors")) {
                text.append(line(entry));
            }
        }
        text.append("selectors, mean over the targets:\n");
        report.path("selectors").forEach(entry -> text.append(line(entry)));
        return text.toString();
    }

    private static String line(JsonNode entry) {
        String chosen = entry.path("chosen").asString("");
        String lost = entry.path("lost").asString("");
        return String.format(
                Locale.ROOT,
                "  %-38s%9.2f epochs  accuracy %s  regret %s%s%s%n",
                entry.path("name").asString(),
                entry.path("epochs").asDouble(),
                number(entry.path("accuracy")),
                number(entry.path("regret")),
                chosen.isEmpty() ? "" : "  " + chosen,
                lost.isEmpty() ? "" : "; the best, " + lost);
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.4f", value.asDouble()) : "-";
    }
}
