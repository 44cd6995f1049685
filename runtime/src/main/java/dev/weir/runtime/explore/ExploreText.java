package dev.weir.runtime.explore;

import dev.weir.api.metrics.Interval;
import dev.weir.runtime.config.SettingsTree;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What an explore job says in lines of text.
 *
 * @param names   of the models
 * @param points  on the front
 * @param singles the models alone
 */
record ExploreText(
        ExploreSettings settings, List<String> names, Exploration found, List<Point> points, List<Point> singles) {

    /** The front as a tab-separated table. */
    String tsv() {
        StringBuilder text = new StringBuilder("point\tmodels\tcombine\trules\tcalibration "
                + settings.objective().key() + "\tcalibration "
                + settings.cost().key() + "\t" + settings.objective().key() + "\tlow\thigh\t"
                + settings.cost().key() + "\tlow\thigh\n");
        for (Point point : points) {
            Interval quality = point.interval();
            Interval cost = point.test().cost().interval();
            text.append(String.join(
                            "\t",
                            point.name(),
                            String.join(
                                    ",",
                                    point.candidate().chain().models().stream()
                                            .map(names::get)
                                            .toList()),
                            point.candidate().chain().combine().name().toLowerCase(Locale.ROOT),
                            rulesInWords(point.candidate()),
                            String.valueOf(point.candidate().quality()),
                            String.valueOf(point.candidate().cost()),
                            String.valueOf(point.test().quality(settings.objective())),
                            String.valueOf(quality.low()),
                            String.valueOf(quality.high()),
                            String.valueOf(point.test().cost().mean()),
                            String.valueOf(cost.low()),
                            String.valueOf(cost.high())))
                    .append('\n');
        }
        return text.toString();
    }

    private static String rulesInWords(Candidate candidate) {
        return String.join(
                "; ",
                candidate.rules().stream()
                        .map(rule -> {
                            Object tree = SettingsTree.shortOf(rule.score());
                            String score =
                                    tree instanceof Map<?, ?> map ? String.valueOf(map.get("use")) : tree.toString();
                            return score + " in [" + rule.low() + ", " + rule.high() + "]";
                        })
                        .toList());
    }

    /**
     * The table of the command line.
     *
     * @param volume the report's {@code hypervolume}
     */
    String table(JsonNode volume) {
        StringBuilder text = new StringBuilder();
        String unit = "average " + settings.cost().words();
        line(
                text,
                "",
                settings.objective().words(),
                "95% interval",
                unit,
                "chosen on: " + settings.objective().words(),
                unit);
        singles.forEach(single -> line(text, single.candidate().words(names) + " alone", single));
        points.forEach(
                point -> line(text, point.name() + " " + point.candidate().words(names), point));
        text.append(String.format(
                Locale.ROOT,
                "%d points of %,d cascades of %,d chains nothing betters at their cost, on the calibration split.%n",
                points.size(),
                found.tried(),
                found.chains()));
        if (found.refused() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "%,d of them have no rule: %s%n",
                    found.refused(),
                    found.refusal().lines().findFirst().orElse("")));
        }
        if (volume.get("front").isNumber()) {
            text.append(String.format(
                    Locale.ROOT,
                    "Dominated on the test split: %.4f by the models alone, %.4f with the cascades.%n",
                    volume.get("models").asDouble(),
                    volume.get("front").asDouble()));
        }
        return text.toString();
    }

    private void line(StringBuilder text, String name, Point point) {
        Interval interval = point.interval();
        line(
                text,
                name,
                String.format(Locale.ROOT, "%.4f", point.test().quality(settings.objective())),
                String.format(Locale.ROOT, "%.4f-%.4f", interval.low(), interval.high()),
                quantity(point.test().cost().mean()),
                String.format(Locale.ROOT, "%.4f", point.candidate().quality()),
                quantity(point.candidate().cost()));
    }

    private static void line(
            StringBuilder text, String name, String quality, String interval, String cost, String chosen, String at) {
        text.append(String.format(
                                Locale.ROOT, "%-44s %12s  %-15s %16s  %s %s", name, quality, interval, cost, chosen, at)
                        .stripTrailing())
                .append('\n');
    }

    /** A cost: whole where it is large. */
    static String quantity(double cost) {
        return cost >= 1000 ? String.format(Locale.ROOT, "%,.0f", cost) : String.format(Locale.ROOT, "%.4g", cost);
    }
}
