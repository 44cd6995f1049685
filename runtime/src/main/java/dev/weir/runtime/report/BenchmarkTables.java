package dev.weir.runtime.report;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a benchmark found: for each target what scores and trivial guesses are worth, and how the candidates did. */
final class BenchmarkTables {
    private static final List<Metric> CORRELATIONS = List.of(
            new Metric("weightedKendall", "weighted Kendall", Numbers::score, ""),
            new Metric("kendall", "Kendall", Numbers::score, ""),
            new Metric("pearson", "Pearson", Numbers::score, ""));

    private static final List<Metric> REGRETS = List.of(
            new Metric("1", "regret at 1", Numbers::percent, ""), new Metric("3", "regret at 3", Numbers::percent, ""));

    private static final Metric PICKS = new Metric("picks", "picks until the best", Numbers::threshold, "");

    private static final Metric SOURCE = new Metric("sourceAccuracy", "accuracy on its source", Numbers::percent, "");
    private static final Metric PARAMETERS = new Metric("parameters", "parameters", Numbers::quantity, "");

    private static final Metric EPOCHS = new Metric("epochs", "epochs", Numbers::score, "");
    private static final Metric REGRET = new Metric("regret", "regret", Numbers::percent, "");

    private BenchmarkTables() {}

    static void write(Html html, JsonNode report, JsonNode plots) {
        if (!report.path("selectors").isEmpty()) {
            html.open("section").element("h2", "Selectors");
            html.element(
                    "p",
                    "What selectors would have chosen, and what it would have cost, by trials replayed from the histories"
                            + " of this matrix, each target left out of it in turn: means over the targets.",
                    "class",
                    "reading");
            selectors(html, report, "selectors");
            html.close("section");
        }
        int index = 0;
        for (JsonNode target : report.path("targets")) {
            html.open("section").element("h2", "Target " + target.path("name").asString("unnamed"));
            worth(html, target, index);
            if (!target.path("selectors").isEmpty()) {
                html.element("h3", "What selectors chose");
                selectors(html, target, "selectors-" + index);
            }
            candidates(html, target, index);
            figures(html, plots.path("transfer").path(index), index);
            html.close("section");
            index++;
        }
    }

    /** What benchmarks of several seeds come to. */
    static void means(Html html, JsonNode entry, String id) {
        if (!entry.path("selectors").isEmpty()) {
            html.element("h3", "Selectors, means over targets and seeds");
            selectors(html, entry, id + "-selectors");
        }
        int index = 0;
        for (JsonNode target : entry.path("targets")) {
            html.element("h3", "Target " + target.path("name").asString("unnamed"));
            values(html, target, id + "-" + index++);
        }
    }

    /** Selectors with what they cost and came to. */
    private static void selectors(Html html, JsonNode of, String id) {
        boolean ofOneTarget = of.path("selectors").path(0).has("chosen");
        Table table = ofOneTarget
                ? new Table(html, id, "", "chosen", "epochs", "accuracy", "regret", "how the best was lost")
                : new Table(html, id, "", "epochs", "accuracy", "regret");
        for (JsonNode entry : of.path("selectors")) {
            Metrics metrics = Metrics.of(entry);
            html.open("tr").element("th", entry.path("name").asString("unnamed"), "scope", "row");
            if (ofOneTarget) {
                html.element("td", entry.path("chosen").asString(""));
            }
            table.cell(EPOCHS, metrics);
            table.cell(Metric.ACCURACY, metrics);
            table.cell(REGRET, metrics);
            if (ofOneTarget) {
                html.element("td", entry.path("lost").asString(""));
            }
            html.close("tr");
        }
        table.end();
    }

    private static void worth(Html html, JsonNode target, int index) {
        html.element(
                "p",
                "How well the values that were computed before foretell the accuracies after fine-tuning, over the"
                        + " candidates of this target alone: 1 is the same order, 0 none. Regret is the accuracy that"
                        + " is lost by trying the first one or three only. Below the scores stands what can be guessed"
                        + " without an example of the target; of random, the mean, and where 95% of all orders lie.",
                "class",
                "reading");
        values(html, target, "worth-" + index);
    }

    private static void values(Html html, JsonNode target, String id) {
        Table table = new Table(
                html,
                id,
                "",
                "weighted Kendall",
                "Kendall",
                "Pearson",
                "regret at 1",
                "regret at 3",
                "picks until the best");
        for (String group : List.of("scores", "baselines")) {
            for (JsonNode entry : target.path(group)) {
                html.open("tr").element("th", entry.path("name").asString("unnamed"), "scope", "row");
                Metrics metrics = Metrics.of(entry);
                CORRELATIONS.forEach(metric -> table.cell(metric, metrics));
                REGRETS.forEach(metric -> table.cell(metric, metrics.at("regretAt")));
                table.cell(PICKS, metrics);
                html.close("tr");
            }
        }
        table.end();
    }

    private static void candidates(Html html, JsonNode target, int index) {
        html.element("h3", "Candidates, the best first");
        Table table = new Table(
                html,
                "candidates-" + index,
                "",
                "trained on the target",
                Metric.ACCURACY.label(),
                SOURCE.label(),
                PARAMETERS.label());
        for (JsonNode candidate : target.path("candidates")) {
            html.open("tr").element("th", candidate.path("name").asString("unnamed"), "scope", "row");
            html.element("td", candidate.path("tuned").asString(""));
            Metrics metrics = Metrics.of(candidate);
            List.of(Metric.ACCURACY, SOURCE, PARAMETERS).forEach(metric -> table.cell(metric, metrics));
            html.close("tr");
        }
        table.end();
    }

    private static void figures(Html html, JsonNode plot, int index) {
        if (plot.path("scores").isEmpty()) {
            return;
        }
        html.open("noscript").element("p", "The plots need JavaScript; every number above does without.");
        html.close("noscript").open("div", "class", "plots");
        int score = 0;
        for (JsonNode of : plot.path("scores")) {
            String name = of.path("name").asString("unnamed");
            String id = "plot-transfer-" + index + "-" + score++;
            html.open("figure").element("h3", name);
            html.element(
                    "p",
                    "A point for each candidate: what the score said before, and the accuracy after fine-tuning.",
                    "class",
                    "reading");
            html.open("div", "class", "chart", "id", id, "role", "img", "aria-label", name)
                    .close("div");
            html.close("figure");
        }
        html.close("div");
    }
}
