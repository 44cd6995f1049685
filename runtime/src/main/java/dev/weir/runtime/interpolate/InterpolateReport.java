package dev.weir.runtime.interpolate;

import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.Mix;
import dev.weir.runtime.job.Metrics;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an interpolate job says: its part of the report as JSON, and the table of the command line. */
@SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
record InterpolateReport(InterpolateSettings settings, InterpolationPlan plan, double[][] coefficients) {

    ObjectNode node(List<Measured> endpoints, Measured measured, List<Measured> baselines, ObjectNode splits) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.set("splits", splits);
        ArrayNode ofEndpoints = report.putArray("endpoints");
        for (Measured endpoint : endpoints) {
            Metrics metrics = new Metrics();
            metrics.node().put("model", endpoint.name());
            endpoint.put(metrics);
            metrics.put("forwardsPerExample", endpoint.forwards(), endpoint.reason());
            ofEndpoints.add(metrics.done());
        }
        report.set("clusters", clusters());
        Metrics metrics = new Metrics();
        metrics.node().put("name", measured.name());
        measured.put(metrics);
        metrics.put("forwardsPerExample", measured.forwards(), "nothing was run: the endpoints are recorded");
        report.setAll(metrics.done());
        ArrayNode ofBaselines = report.putArray("baselines");
        for (Measured baseline : baselines) {
            Metrics entry = new Metrics();
            entry.node().put("name", baseline.name());
            baseline.put(entry);
            entry.node().put("oracle", baseline.isOracle());
            entry.put(
                    "forwardsPerExample",
                    baseline.forwards(),
                    baseline.isOracle() ? "an oracle cannot be run" : baseline.reason());
            ofBaselines.add(entry.done());
        }
        return report;
    }

    /** None where every example has a mix of its own. */
    private ArrayNode clusters() {
        ArrayNode clusters = JsonNodeFactory.instance.arrayNode();
        if (plan.isPerExample()) {
            return clusters;
        }
        int[] served = new int[plan.mixes().size()];
        for (double[] own : coefficients) {
            served[plan.mixOf(own)]++;
        }
        for (int i = 0; i < served.length; i++) {
            Mix mix = plan.mixes().get(i);
            Metrics cluster = new Metrics();
            mix.coefficients().forEach(cluster.node().putArray("coefficients")::add);
            cluster.put("share", served[i] / (double) coefficients.length);
            if (mix.cluster().isPresent()) {
                cluster.put("alpha", mix.cluster().get().alpha());
                cluster.put("beta", mix.cluster().get().beta());
            } else {
                cluster.missing("alpha", "one mix serves all");
                cluster.missing("beta", "one mix serves all");
            }
            clusters.add(cluster.done());
        }
        return clusters;
    }

    /** The table of the command line. */
    static String table(ObjectNode report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%-48s%10s  %-16s%12s\n", "", "accuracy", "95% interval", "forwards"));
        for (JsonNode endpoint : report.path("endpoints")) {
            line(text, endpoint.path("model").asString() + " alone", endpoint, "");
        }
        line(text, report.path("name").asString(), report, "");
        for (JsonNode baseline : report.path("baselines")) {
            boolean isOracle = baseline.path("oracle").asBoolean(false);
            line(text, baseline.path("name").asString(), baseline, isOracle ? "  knows the labels" : "");
        }
        notes(text, report);
        report.path("baselines").forEach(baseline -> notes(text, baseline));
        for (JsonNode cluster : report.path("clusters")) {
            text.append(String.format(
                    Locale.ROOT,
                    "%5.1f%% of the examples are served by a mix of ",
                    100 * cluster.path("share").asDouble()));
            String between = "";
            for (JsonNode coefficient : cluster.path("coefficients")) {
                text.append(between).append(String.format(Locale.ROOT, "%.3f", coefficient.asDouble()));
                between = " and ";
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void notes(StringBuilder text, JsonNode of) {
        of.path("notes")
                .forEach(note -> text.append(of.path("name").asString(""))
                        .append(": ")
                        .append(note.asString(""))
                        .append('\n'));
    }

    private static void line(StringBuilder text, String name, JsonNode of, String note) {
        JsonNode accuracy = of.path("accuracy");
        JsonNode ends = of.path("intervals").path("accuracy");
        JsonNode forwards = of.path("forwardsPerExample");
        text.append(String.format(
                        Locale.ROOT,
                        "%-48s%10s  %-16s%12s%s",
                        name,
                        accuracy.isNumber() ? String.format(Locale.ROOT, "%.4f", accuracy.asDouble()) : "none",
                        ends.isArray()
                                ? String.format(
                                        Locale.ROOT,
                                        "%.4f-%.4f",
                                        ends.path(0).asDouble(),
                                        ends.path(1).asDouble())
                                : "",
                        forwards.isNumber() ? String.format(Locale.ROOT, "%.2f", forwards.asDouble()) : "",
                        note)
                .stripTrailing());
        text.append('\n');
    }
}
