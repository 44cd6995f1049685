package dev.weir.runtime.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import tools.jackson.databind.JsonNode;

/** What a select job found: the ranking with every score, and what trivial guesses would choose. */
final class SelectTables {
    private static final DoubleFunction<String> FORMAT = Numbers::score;

    private SelectTables() {}

    static void write(Html html, JsonNode report) {
        if (!report.path("ranking").isArray()) {
            return;
        }
        ranking(html, report);
        trials(html, report);
        made(html, report.path("made"));
        notes(html, report);
        baselines(html, report);
    }

    private static void trials(Html html, JsonNode report) {
        if (report.path("trials").isEmpty()) {
            return;
        }
        JsonNode cost = report.path("cost");
        html.open("section").element("h2", "Trials");
        html.element(
                "p",
                "What each candidate came to on the validation split, what its histories on other data sets foretold, and"
                        + " why it was dropped. All in all "
                        + cost.path("trials").asInt() + " epochs of trials, and "
                        + FORMAT.apply(cost.path("proxies").asDouble()) + " charged for scores.",
                "class",
                "reading");
        Table table = new Table(html, "trials", "", "until epoch", "epochs", "accuracy", "foretold", "dropped");
        for (JsonNode trial : report.path("trials")) {
            html.open("tr").element("th", trial.path("name").asString("unnamed"), "scope", "row");
            for (String key : List.of("epoch", "epochs")) {
                html.element("td", trial.path(key).asString(""));
            }
            for (String key : List.of("accuracy", "predicted")) {
                JsonNode value = trial.path(key);
                html.element("td", value.isNumber() ? FORMAT.apply(value.asDouble()) : "");
            }
            html.element("td", trial.path("dropped").asString("")).close("tr");
        }
        table.end();
        html.close("section");
    }

    private static void made(Html html, JsonNode made) {
        if (made.isMissingNode()) {
            return;
        }
        List<String> models = new ArrayList<>();
        made.path("models").forEach(model -> models.add(model.asString("")));
        html.open("section").element("h2", "The cascade");
        html.element(
                "p",
                String.join(" > ", models) + " came out best on the calibration split within the budget of "
                        + Numbers.quantity(made.path("budget").asDouble()) + " average MACs: accuracy "
                        + FORMAT.apply(made.at("/calibration/accuracy").asDouble()) + " there, "
                        + FORMAT.apply(made.at("/test/accuracy").asDouble()) + " at "
                        + Numbers.quantity(made.at("/test/averageMacs").asDouble())
                        + " average MACs on the test split. Its report and bundle stand in the folder cascade, what was"
                        + " tried in explore.",
                "class",
                "reading");
        html.close("section");
    }

    private static void notes(Html html, JsonNode report) {
        if (report.path("notes").isEmpty()) {
            return;
        }
        html.open("section").element("h2", "To be known").open("ul");
        report.path("notes").forEach(note -> html.element("li", note.asString("")));
        html.close("ul").close("section");
    }

    private static void ranking(Html html, JsonNode report) {
        JsonNode best = report.path("clusters").path(0);
        html.open("section").element("h2", "Candidates, the best first");
        html.element(
                "p",
                "Ranked by the first score, each over its 95% interval; higher is better, and only values of one score"
                        + " can be compared."
                        + (best.size() > 1 && !report.has("clustering")
                                ? " The first " + best.size() + " cannot be told apart."
                                : ""),
                "class",
                "reading");
        List<String> scores = List.copyOf(report.path("scores").propertyNames());
        List<String> headers = new ArrayList<>(List.of(""));
        headers.addAll(scores);
        Table table = new Table(html, "ranking", headers.toArray(String[]::new));
        for (JsonNode entry : report.path("ranking")) {
            String name = entry.path("name").asString("unnamed");
            html.open("tr").element("th", name, "scope", "row");
            for (String score : scores) {
                table.cell(
                        new Metric(name, score, FORMAT, ""),
                        Metrics.of(report.path("scores").path(score)));
            }
            html.close("tr");
        }
        table.end();
        html.close("section");
    }

    private static void baselines(Html html, JsonNode report) {
        html.open("section").element("h2", "Compared with");
        html.element("p", "What would be chosen without looking at the target.", "class", "reading")
                .open("ul");
        for (JsonNode baseline : report.path("baselines")) {
            JsonNode chosen = baseline.path("chosen");
            String reason = baseline.path("reasons").path("chosen").asString("");
            html.element(
                    "li",
                    baseline.path("name").asString("unnamed") + ": "
                            + (chosen.isString() ? chosen.asString() : "none, for " + reason)
                            + (baseline.path("accuracy").isNumber()
                                    ? ", accuracy "
                                            + FORMAT.apply(
                                                    baseline.path("accuracy").asDouble())
                                    : ""));
        }
        html.close("ul").close("section");
    }
}
