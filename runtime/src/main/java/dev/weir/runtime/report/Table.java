package dev.weir.runtime.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A table of metrics: a value over its interval, a null as a dash whose reason is a note under the table. */
final class Table {
    private final Html html;
    private final String id;
    private final List<String> notes = new ArrayList<>();

    /** Opens the table; the id keeps its notes apart from those of others. */
    Table(Html html, String id, String... headers) {
        this.html = html;
        this.id = id;
        html.open("div", "class", "scroll")
                .open("table", "id", id)
                .open("thead")
                .open("tr");
        for (int column = 0; column < headers.length; column++) {
            html.element("th", headers[column], "scope", "col", "class", column == 0 ? "name" : "number");
        }
        html.close("tr").close("thead").open("tbody");
    }

    /** A line across the table that names the rows below it. */
    void group(String title, int columns) {
        html.open("tr", "class", "group")
                .element("th", title, "colspan", String.valueOf(columns), "scope", "rowgroup")
                .close("tr");
    }

    /** A row for one metric, with a cell for each of the given objects. */
    void row(Metric metric, List<Metrics> columns) {
        html.open("tr");
        header(metric.label(), metric.reading());
        columns.forEach(column -> cell(metric, column));
        html.close("tr");
    }

    /** The head of a row, with a sentence under it. */
    void header(String label, String reading) {
        html.open("th", "scope", "row").open("div", "class", "metric");
        html.element("b", label).element("small", reading).close("div").close("th");
    }

    void cell(Metric metric, Metrics metrics) {
        OptionalDouble value = metrics.value(metric.key());
        if (value.isEmpty()) {
            dash(metrics.reason(metric.key()));
            return;
        }
        html.open("td", "title", exactly(value.getAsDouble()))
                .text(metric.format().apply(value.getAsDouble()));
        metrics.interval(metric.key())
                .ifPresent(interval -> html.element("small", text(interval, metric), "class", "interval"));
        html.close("td");
    }

    private void dash(Optional<String> reason) {
        if (reason.isEmpty()) {
            html.element("td", "–", "class", "none", "title", "not in this report");
            return;
        }
        int number = notes.indexOf(reason.get()) + 1;
        if (number == 0) {
            notes.add(reason.get());
            number = notes.size();
        }
        html.open("td", "class", "none", "title", reason.get()).text("–").open("sup");
        html.element("a", String.valueOf(number), "href", "#" + noteId(number)).close("sup");
        html.close("td");
    }

    /** Ends the table and writes the notes that its dashes refer to. */
    void end() {
        html.close("tbody").close("table").close("div");
        if (!notes.isEmpty()) {
            html.open("ol", "class", "notes");
            for (int i = 0; i < notes.size(); i++) {
                html.element("li", notes.get(i), "id", noteId(i + 1));
            }
            html.close("ol");
        }
    }

    static String text(Metrics.Interval interval, Metric metric) {
        return metric.format().apply(interval.low()) + " to " + metric.format().apply(interval.high());
    }

    private String noteId(int number) {
        return id + "-note-" + number;
    }

    private static String exactly(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Numbers.count(value) : String.valueOf(value);
    }
}
