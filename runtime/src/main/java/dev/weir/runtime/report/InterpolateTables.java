package dev.weir.runtime.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What an interpolate job found: how often the mixes and what they are compared with are right, and the mixes. */
final class InterpolateTables {
    private static final Metric FORWARDS = new Metric(
            "forwardsPerExample",
            "Forward passes",
            Numbers::quantity,
            "How often an example goes through a network of this size; lower is cheaper.");

    private InterpolateTables() {}

    static void write(Html html, JsonNode report) {
        if (!report.path("endpoints").isArray()) {
            return;
        }
        html.open("section").element("h2", "Answers of mixed weights");
        sentence(report).ifPresent(said -> html.element("p", said, "class", "sentence"));
        html.element(
                "p",
                "On the test split; the small numbers under a value are its 95% interval. An oracle knows the labels.",
                "class",
                "reading");
        Table table = new Table(html, "interpolated", "", Metric.ACCURACY.label(), FORWARDS.label());
        for (JsonNode endpoint : report.path("endpoints")) {
            row(html, table, endpoint.path("model").asString("unnamed") + " alone", endpoint);
        }
        row(html, table, report.path("name").asString("the mixes"), report);
        for (JsonNode baseline : report.path("baselines")) {
            String name = baseline.path("name").asString("unnamed");
            row(html, table, baseline.path("oracle").asBoolean(false) ? name + " (oracle)" : name, baseline);
        }
        table.end();
        notes(html, report);
        report.path("baselines").forEach(baseline -> notes(html, baseline));
        html.close("section");
        mixes(html, report);
    }

    /** How the mixes answer, beside the best endpoint; empty where nothing was mixed. */
    private static Optional<String> sentence(JsonNode report) {
        JsonNode best = null;
        for (JsonNode endpoint : report.path("endpoints")) {
            boolean isBetter = best == null
                    || endpoint.path("accuracy").asDouble(0)
                            > best.path("accuracy").asDouble(0);
            best = isBetter ? endpoint : best;
        }
        if (best == null || !report.path("accuracy").isNumber()) {
            return Optional.empty();
        }
        return Optional.of("The mixes get "
                + Numbers.percent(report.path("accuracy").asDouble()) + " of "
                + Numbers.count(
                        report.path("splits").path("test").path("examples").asLong(0))
                + " test examples right"
                + Headline.comparison(
                        Metrics.of(report),
                        Metrics.of(best),
                        "the best endpoint, '" + best.path("model").asString("unnamed") + "', alone")
                + ".");
    }

    private static void notes(Html html, JsonNode of) {
        of.path("notes")
                .forEach(note ->
                        html.element("p", of.path("name").asString("") + ": " + note.asString(""), "class", "reading"));
    }

    private static void row(Html html, Table table, String name, JsonNode of) {
        html.open("tr").element("th", name, "scope", "row");
        table.cell(Metric.ACCURACY, Metrics.of(of));
        table.cell(FORWARDS, Metrics.of(of));
        html.close("tr");
    }

    private static void mixes(Html html, JsonNode report) {
        JsonNode clusters = report.path("clusters");
        html.open("section").element("h2", "The mixes");
        if (clusters.isEmpty()) {
            html.element("p", "Every example is served by a mix of its own.", "class", "reading")
                    .close("section");
            return;
        }
        List<String> headers = new ArrayList<>(List.of(""));
        report.path("endpoints").forEach(of -> headers.add(of.path("model").asString("unnamed")));
        headers.addAll(List.of("Share of the examples", "Alpha", "Beta"));
        Table table = new Table(html, "mixes", headers.toArray(String[]::new));
        int place = 0;
        for (JsonNode cluster : clusters) {
            html.open("tr").element("th", String.valueOf(++place), "scope", "row");
            StreamSupport.stream(cluster.path("coefficients").spliterator(), false)
                    .forEach(of -> html.element("td", Numbers.score(of.asDouble())));
            html.element("td", Numbers.percent(cluster.path("share").asDouble()));
            for (String key : List.of("alpha", "beta")) {
                JsonNode value = cluster.path(key);
                html.element("td", value.isNumber() ? Numbers.quantity(value.asDouble()) : "–");
            }
            html.close("tr");
        }
        table.end();
        html.close("section");
    }
}
