package dev.weir.runtime.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * A dendrogram of models beside the heat map of their accuracies, drawn without JavaScript. Merges up to the threshold
 * are dark: what they join is a cluster.
 */
final class ClusteringFigure {
    private static final int ROW = 18;
    private static final int TREE = 180;
    private static final int NAME = 230;
    private static final int CELL = 44;
    private static final int TOP = 90;

    private final Html html;
    private final JsonNode plot;
    private final int models;
    private final List<Integer> order = new ArrayList<>();
    private final double[] middle; // of each cluster, from the top
    private final double[] height; // of each cluster, the distance of its merge
    private final double largest;

    private ClusteringFigure(Html html, JsonNode plot) {
        this.html = html;
        this.plot = plot;
        this.models = plot.path("models").size();
        JsonNode merges = plot.path("merges");
        this.middle = new double[models + merges.size()];
        this.height = new double[models + merges.size()];
        boolean[] isChild = new boolean[models + merges.size()];
        double most = plot.path("threshold").asDouble();
        for (JsonNode merge : merges) {
            isChild[merge.path(0).asInt()] = true;
            isChild[merge.path(1).asInt()] = true;
            most = Math.max(most, merge.path(2).asDouble());
        }
        this.largest = most > 0 ? most : 1;
        for (int cluster = middle.length - 1; cluster >= 0; cluster--) {
            if (!isChild[cluster]) {
                leaves(cluster);
            }
        }
        for (int place = 0; place < order.size(); place++) {
            middle[order.get(place)] = TOP + ROW * (place + 0.5);
        }
        for (int i = 0; i < merges.size(); i++) {
            JsonNode merge = merges.path(i);
            height[models + i] = merge.path(2).asDouble();
            middle[models + i] =
                    (middle[merge.path(0).asInt()] + middle[merge.path(1).asInt()]) / 2;
        }
    }

    private void leaves(int cluster) {
        if (cluster < models) {
            order.add(cluster);
            return;
        }
        JsonNode merge = plot.path("merges").path(cluster - models);
        leaves(merge.path(0).asInt());
        leaves(merge.path(1).asInt());
    }

    static void write(Html html, JsonNode plots) {
        JsonNode plot = plots.path("clustering");
        if (plot.path("models").isEmpty()) {
            return;
        }
        html.open("section").element("h2", "How the candidates were clustered");
        html.element(
                "p",
                "Left, which candidates did alike on the benchmark sets: a fork further left joins what differs more, in"
                        + " accuracy; dark forks are within the threshold, so what they join is a cluster. Right, the"
                        + " accuracies themselves, the higher the darker.",
                "class",
                "reading");
        new ClusteringFigure(html, plot).write();
        html.close("section");
    }

    private void write() {
        int width = TREE + NAME + CELL * plot.path("dataSets").size() + 20;
        int tall = TOP + ROW * models + 10;
        html.open(
                "svg",
                "viewBox",
                "0 0 " + width + " " + tall,
                "width",
                String.valueOf(width),
                "height",
                String.valueOf(tall),
                "role",
                "img",
                "aria-label",
                "dendrogram and heat map of the performance matrix",
                "font-size",
                "11",
                "fill",
                "currentColor");
        tree();
        map();
        html.close("svg");
    }

    private void tree() {
        JsonNode merges = plot.path("merges");
        double threshold = plot.path("threshold").asDouble();
        for (int i = 0; i < merges.size(); i++) {
            int first = merges.path(i).path(0).asInt();
            int second = merges.path(i).path(1).asInt();
            double at = x(height[models + i]);
            html.open(
                            "path",
                            "d",
                            String.format(
                                    Locale.ROOT,
                                    "M%.1f %.1f H%.1f V%.1f H%.1f",
                                    x(height[first]),
                                    middle[first],
                                    at,
                                    middle[second],
                                    x(height[second])),
                            "fill",
                            "none",
                            "stroke",
                            "currentColor",
                            "stroke-opacity",
                            height[models + i] <= threshold ? "1" : "0.3")
                    .close("path");
        }
        html.open(
                        "line",
                        "x1",
                        number(x(threshold)),
                        "x2",
                        number(x(threshold)),
                        "y1",
                        number(TOP - 4),
                        "y2",
                        number(TOP + ROW * models),
                        "stroke",
                        "#c33",
                        "stroke-dasharray",
                        "3 3")
                .close("line");
        html.element(
                "text",
                String.format(Locale.ROOT, "threshold %.4f", threshold),
                "x",
                number(x(threshold)),
                "y",
                number(TOP - 8),
                "text-anchor",
                x(threshold) > TREE / 2.0 ? "end" : "start",
                "fill",
                "#c33");
    }

    /** Distances grow to the left; those of nothing stand beside the names. */
    private double x(double distance) {
        return TREE - distance / largest * (TREE - 10);
    }

    private void map() {
        JsonNode sets = plot.path("dataSets");
        for (int set = 0; set < sets.size(); set++) {
            double x = TREE + NAME + CELL * (set + 0.5);
            html.element(
                    "text",
                    sets.path(set).asString(),
                    "transform",
                    String.format(Locale.ROOT, "translate(%.1f %d) rotate(-40)", x, TOP - 6));
        }
        double low = 1;
        double high = 0;
        for (JsonNode row : plot.path("accuracies")) {
            for (JsonNode cell : row) {
                low = Math.min(low, cell.asDouble());
                high = Math.max(high, cell.asDouble());
            }
        }
        for (int place = 0; place < order.size(); place++) {
            int model = order.get(place);
            double y = TOP + ROW * (place + 0.5) + 4;
            html.element("text", plot.path("models").path(model).asString(), "x", number(TREE + 6), "y", number(y));
            JsonNode row = plot.path("accuracies").path(model);
            for (int set = 0; set < row.size(); set++) {
                double value = row.path(set).asDouble();
                double share = high > low ? (value - low) / (high - low) : 1;
                int x = TREE + NAME + CELL * set;
                html.open(
                                "rect",
                                "x",
                                number(x),
                                "y",
                                number(TOP + ROW * place),
                                "width",
                                number(CELL - 1),
                                "height",
                                number(ROW - 1),
                                "fill",
                                "#2a6fb0",
                                "fill-opacity",
                                number(0.08 + 0.92 * share))
                        .close("rect");
                html.element(
                        "text",
                        String.format(Locale.ROOT, "%.3f", value),
                        "x",
                        number(x + CELL / 2.0),
                        "y",
                        number(y),
                        "text-anchor",
                        "middle",
                        "fill",
                        share > 0.5 ? "#fff" : "currentColor");
            }
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
