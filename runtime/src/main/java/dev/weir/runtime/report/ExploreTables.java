package dev.weir.runtime.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What an explore job found: the models alone, and the cascades that nothing betters at their cost. */
final class ExploreTables {
    private final Html html;
    private final JsonNode report;

    private ExploreTables(Html html, JsonNode report) {
        this.html = html;
        this.report = report;
    }

    static boolean isOf(JsonNode report) {
        return report.path("front").isArray() && report.path("explored").isObject();
    }

    static void write(Html html, JsonNode report) {
        if (isOf(report)) {
            new ExploreTables(html, report).write();
        }
    }

    private void write() {
        JsonNode explored = report.path("explored");
        String objective = report.path("objective").asString("");
        html.open("section").element("h2", "The front, cheapest first");
        html.element(
                "p",
                "Of " + Numbers.count(explored.path("cascades").asLong(0)) + " cascades of "
                        + Numbers.count(explored.path("chains").asLong(0))
                        + " chains of models, those that no other equals or betters in both " + objective + " and "
                        + report.path("cost").asString("cost")
                        + ": chosen on the calibration split, measured on the test split. The small numbers under a value are its 95%"
                        + " interval. Gain: over the best model alone that costs no more.",
                "class",
                "reading");
        List<Metric> metrics = metrics();
        Table table = table("front", metrics, "gain", "file");
        for (JsonNode point : report.path("front")) {
            row(table, point.path("name").asString("") + " " + words(point), metrics, point);
            html.element("td", point.path("file").asString("–"), "class", "words");
            html.close("tr");
        }
        table.end();
        html.close("section");
        html.open("section").element("h2", "The models alone");
        List<Metric> alone = metrics.subList(0, metrics.size() - 1);
        Table models = table("models", alone);
        for (JsonNode model : report.path("models")) {
            row(models, model.path("model").asString("unnamed"), alone, model);
            html.close("tr");
        }
        models.end();
        html.close("section");
    }

    private Table table(String id, List<Metric> metrics, String... more) {
        List<String> headers = new ArrayList<>(List.of(""));
        metrics.stream().filter(metric -> !metric.key().equals("gain")).forEach(metric -> headers.add(metric.label()));
        headers.addAll(List.of(more));
        return new Table(html, id, headers.toArray(String[]::new));
    }

    private void row(Table table, String name, List<Metric> metrics, JsonNode of) {
        html.open("tr").element("th", name, "scope", "row");
        for (Metric metric : metrics) {
            boolean atLevel = of.path(metric.key()).isObject();
            Metrics values = Metrics.of(of);
            if (atLevel) {
                Metrics levels = values.at(metric.key());
                String level = levels.values().propertyNames().iterator().next();
                table.cell(new Metric(level, metric.label(), metric.format(), metric.reading()), levels);
            } else {
                table.cell(metric, values);
            }
        }
    }

    private List<Metric> metrics() {
        JsonNode first = report.path("models").path(0);
        List<Metric> metrics = new ArrayList<>(List.of(new Metric("accuracy", "accuracy", Numbers::percent, "")));
        if (first.has("coverageAtRisk")) {
            metrics.add(new Metric("coverageAtRisk", report.path("objective").asString(""), Numbers::percent, ""));
        }
        for (String key : List.of("averageMacs", "averageCost", "averageSeconds")) {
            if (first.has(key)) {
                metrics.add(new Metric(key, "average " + report.path("cost").asString("cost"), Numbers::quantity, ""));
            }
        }
        metrics.add(new Metric("gain", "gain", Numbers::score, ""));
        return metrics;
    }

    /** The models of a point in their order. */
    static String words(JsonNode point) {
        String models = String.join(
                " > ",
                StreamSupport.stream(point.path("models").spliterator(), false)
                        .map(model -> model.asString(""))
                        .toList());
        boolean averaged = point.path("combine").asString("").equals("average")
                && point.path("models").size() > 1;
        return models + (averaged ? ", averaged" : "");
    }
}
