package dev.weir.runtime.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Several seeds and variants of one job: means over the seeds, and a link to the report of each run. */
final class RepeatTables {
    private static final Metric BASELINE =
            new Metric("accuracy", "", Numbers::percent, "Accuracy on the same test examples.");

    private RepeatTables() {}

    static void write(Html html, JsonNode report) {
        if (!report.path("summary").isEmpty()) {
            summary(html, report.path("summary"));
        }
        if (!report.path("runs").isEmpty()) {
            runs(html, report.path("runs"));
        }
    }

    private static void summary(Html html, JsonNode summary) {
        if (summary.path(0).has("merged")) {
            merges(html, summary);
            return;
        }
        html.open("section", "id", "summary").element("h2", "Mean over seeds");
        html.element("p", reading(summary), "class", "reading");
        if (summary.path(0).has("targets")) {
            int index = 0;
            for (JsonNode entry : summary) {
                BenchmarkTables.means(html, entry, "means-" + index++);
            }
            html.close("section");
            return;
        }
        if (summary.path(0).has("selected")) {
            selections(html, summary);
            html.close("section");
            return;
        }
        List<String> headers = new ArrayList<>(List.of(""));
        summary.forEach(entry -> headers.add(name(entry)));
        Table table = new Table(html, "means", headers.toArray(String[]::new));
        if (summary.path(0).has("interpolated")) {
            mixes(table, summary, headers.size());
        } else {
            table.group("The cascade as a whole", headers.size());
            Tables.whole(table, metrics(summary, entry -> entry.path("cascade")));
            Tables.rows(table, Tables.DEFERRAL, metrics(summary, entry -> entry.path("deferral")));
        }
        Set<String> names = new LinkedHashSet<>();
        summary.forEach(entry -> entry.path("baselines")
                .forEach(baseline -> names.add(baseline.path("name").asString(""))));
        if (!names.isEmpty()) {
            table.group("Compared with", headers.size());
        }
        names.forEach(name ->
                table.row(accuracyOf(name), metrics(summary, entry -> named(entry.path("baselines"), name))));
        table.end();
        html.close("section");
    }

    private static void mixes(Table table, JsonNode summary, int columns) {
        table.group("Answers of mixed weights", columns);
        JsonNode first = summary.path(0);
        table.row(
                accuracyOf(first.path("interpolated").path("name").asString("")),
                metrics(summary, entry -> entry.path("interpolated")));
        for (int i = 0; i < first.path("endpoints").size(); i++) {
            int at = i;
            table.row(
                    accuracyOf(first.path("endpoints").path(i).path("model").asString("") + " alone"),
                    metrics(summary, entry -> entry.path("endpoints").path(at)));
        }
    }

    private static Metric accuracyOf(String name) {
        return new Metric(BASELINE.key(), name, BASELINE.format(), BASELINE.reading());
    }

    private static void merges(Html html, JsonNode summary) {
        html.open("section", "id", "summary").element("h2", "Merged weights");
        Table table = new Table(html, "means", "", "merge", "length", "distance to");
        for (JsonNode entry : summary) {
            JsonNode merged = entry.path("merged");
            html.open("tr").element("th", name(entry), "scope", "row");
            html.element("td", merged.path("merge").asString(""));
            html.element("td", length(merged.path("norm")));
            html.element(
                    "td",
                    merged.path("distances").properties().stream()
                            .map(distance -> distance.getKey() + " " + length(distance.getValue()))
                            .collect(Collectors.joining(", ")));
            html.close("tr");
        }
        table.end();
        html.close("section");
    }

    private static String length(JsonNode value) {
        return String.format(Locale.ROOT, "%.4f", value.asDouble(0));
    }

    private static void selections(Html html, JsonNode summary) {
        Table table = new Table(html, "means", "", "chosen, seed by seed", "accuracy", "regret");
        for (JsonNode entry : summary) {
            Metrics metrics = Metrics.of(entry.path("selected"));
            html.open("tr").element("th", name(entry), "scope", "row");
            html.element(
                    "td",
                    entry.path("selected")
                            .path("chosen")
                            .valueStream()
                            .map(chosen -> chosen.asString("none"))
                            .collect(Collectors.joining(", ")));
            table.cell(Metric.ACCURACY, metrics);
            table.cell(new Metric("regret", "regret", Numbers::percent, ""), metrics);
            html.close("tr");
        }
        table.end();
    }

    private static String reading(JsonNode summary) {
        long seeds = 0;
        for (JsonNode entry : summary) {
            seeds = Math.max(seeds, entry.path("seeds").asLong(0));
        }
        return seeds < 2
                ? "One seed: how much the numbers change from seed to seed is not known. Give two seeds or more."
                : "Each number is the mean over " + Numbers.count(seeds)
                        + " seeds; the small numbers under it are the 95% interval of that mean"
                        + " (Student's t), which may reach beyond 0 or 100%.";
    }

    private static void runs(Html html, JsonNode runs) {
        html.open("section", "id", "runs").element("h2", "The runs");
        html.element("p", "Each run has a report of its own.", "class", "reading");
        boolean areCascades = runs.path(0).has("cascade");
        Table table = areCascades
                ? new Table(html, "each", "", "seed", "accuracy", "average MACs", "AURC")
                : new Table(html, "each", "", "seed");
        for (JsonNode run : runs) {
            String folder = run.path("folder").asString("");
            Metrics cascade =
                    Metrics.of(run.path("cascade").isObject() ? run.path("cascade") : run.path("interpolated"));
            html.open("tr").open("th", "scope", "row");
            html.element("a", name(run), "href", folder + "/report.html").close("th");
            html.element("td", run.path("seed").asString(""));
            if (areCascades) {
                table.cell(Metric.ACCURACY, cascade);
                table.cell(Metric.AVERAGE_MACS, cascade);
                table.cell(Metric.AURC, cascade);
            }
            html.close("tr");
        }
        table.end();
        html.close("section");
    }

    private static String name(JsonNode entry) {
        return entry.path("variant").asString("run");
    }

    private static List<Metrics> metrics(JsonNode summary, UnaryOperator<JsonNode> group) {
        List<Metrics> metrics = new ArrayList<>();
        summary.forEach(entry -> metrics.add(Metrics.of(group.apply(entry))));
        return metrics;
    }

    private static JsonNode named(JsonNode list, String name) {
        return list.valueStream()
                .filter(entry -> entry.path("name").asString("").equals(name))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }
}
