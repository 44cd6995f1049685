package dev.weir.runtime.job;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What benchmarks of several seeds come to: each target by itself, for targets are never pooled. */
final class BenchmarkMeans {
    private BenchmarkMeans() {}

    /** Whether these are reports of benchmarks. */
    static boolean fit(List<JsonNode> reports) {
        return reports.stream().allMatch(report -> report.path("targets").isArray());
    }

    /** An entry for each target with the means of its scores and of the guesses beside them. */
    static ArrayNode targets(List<JsonNode> reports) {
        ArrayNode targets = JsonNodeFactory.instance.arrayNode();
        for (JsonNode first : reports.get(0).path("targets")) {
            List<JsonNode> same = reports.stream()
                    .map(report -> Summary.named(report.path("targets"), "name", first.path("name")))
                    .flatMap(Optional::stream)
                    .toList();
            if (same.size() == reports.size()) {
                ObjectNode target = targets.addObject();
                target.put("name", first.path("name").asString(""));
                target.set("scores", Summary.list(same, "scores", "name"));
                target.set("baselines", Summary.list(same, "baselines", "name"));
            }
        }
        return targets;
    }

    /** The lines of the command line. */
    static void table(StringBuilder text, JsonNode entry) {
        for (JsonNode target : entry.path("targets")) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-40s %9s  %-16s %8s  %6s%n",
                    target.path("name").asString("") + ", mean over "
                            + entry.path("seeds").asString() + " seeds",
                    "w.Kendall",
                    "95% interval",
                    "regret@1",
                    "picks"));
            for (String group : List.of("scores", "baselines")) {
                target.path(group)
                        .forEach(of -> text.append(String.format(
                                Locale.ROOT,
                                "  %-38s %9s  %-16s %8s  %6s%n",
                                of.path("name").asString(""),
                                Summary.number("%.3f", of.path("weightedKendall")),
                                ends(of.path("intervals").path("weightedKendall")),
                                Summary.number("%.3f", of.path("regretAt").path("1")),
                                Summary.number("%.1f", of.path("picks")))));
            }
        }
        if (!entry.path("selectors").isEmpty()) {
            text.append("selectors, mean over targets and seeds:\n");
        }
        entry.path("selectors")
                .forEach(of -> text.append(String.format(
                        Locale.ROOT,
                        "  %-38s %9s epochs  accuracy %s  regret %s%n",
                        of.path("name").asString(""),
                        Summary.number("%.2f", of.path("epochs")),
                        Summary.number("%.4f", of.path("accuracy")),
                        Summary.number("%.4f", of.path("regret")))));
    }

    private static String ends(JsonNode ends) {
        return ends.size() == 2
                ? Summary.number("%.2f", ends.get(0)) + " to " + Summary.number("%.2f", ends.get(1))
                : "";
    }
}
