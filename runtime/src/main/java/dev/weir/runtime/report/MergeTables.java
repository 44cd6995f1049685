package dev.weir.runtime.report;

import tools.jackson.databind.JsonNode;

/** What a merge job made of which files. */
final class MergeTables {
    private MergeTables() {}

    static void write(Html html, JsonNode report) {
        JsonNode merged = report.path("merged");
        if (!merged.isObject()) {
            return;
        }
        html.open("section").element("h2", "Merged weights");
        html.element(
                "p",
                "The length of the weights of each file as one vector, and how far the merged ones are from it.",
                "class",
                "reading");
        Table table = new Table(html, "merged", "", "File", "Length", "Distance to the merge");
        for (JsonNode parent : report.path("parents")) {
            html.open("tr").element("th", parent.path("parent").asString(""), "scope", "row");
            html.element("td", parent.path("file").asString(""));
            html.element("td", Numbers.quantity(parent.path("norm").asDouble()));
            html.element("td", Numbers.quantity(parent.path("distance").asDouble()))
                    .close("tr");
        }
        html.open("tr").element("th", report.path("merge").asString(""), "scope", "row");
        html.element("td", merged.path("file").asString(""));
        html.element("td", Numbers.quantity(merged.path("norm").asDouble()));
        html.element("td", "–").close("tr");
        table.end();
        html.element(
                "p",
                Numbers.count(merged.path("tensors").asLong()) + " tensors, "
                        + Numbers.count(merged.path("numbers").asLong()) + " numbers; SHA-256 "
                        + merged.path("sha256").asString(""));
        report.path("warnings").forEach(warning -> html.element("p", "Warning: " + warning.asString()));
        html.close("section");
    }
}
