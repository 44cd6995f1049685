package dev.weir.runtime.select;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the command line says of a selection. */
final class SelectText {
    private SelectText() {}

    /** The table of the command line: the ranking with every score, then what the baselines would choose. */
    static String table(ObjectNode report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%-4s%-32s%12s  %-22s", "", "", "score", "95% interval"));
        List<String> others =
                report.path("scores").propertyNames().stream().skip(1).toList();
        others.forEach(other -> text.append(String.format(Locale.ROOT, "%12s", other)));
        text.append('\n');
        int place = 0;
        for (JsonNode entry : report.path("ranking")) {
            line(text, ++place, entry, report, others);
        }
        JsonNode chosen = report.path("chosen");
        text.append(chosen.isNull() ? "No candidate has a score.\n" : "Chosen: " + chosen.asString() + alike(report));
        for (JsonNode baseline : report.path("baselines")) {
            JsonNode would = baseline.path("chosen");
            text.append(baseline.path("name").asString())
                    .append(" would choose ")
                    .append(
                            would.isNull()
                                    ? "none: "
                                            + baseline.path("reasons")
                                                    .path("chosen")
                                                    .asString()
                                    : would.asString())
                    .append('\n');
        }
        trials(text, report);
        made(text, report.path("made"));
        for (JsonNode note : report.path("notes")) {
            text.append(note.asString()).append('\n');
        }
        return text.toString();
    }

    private static void made(StringBuilder text, JsonNode made) {
        if (made.isMissingNode()) {
            return;
        }
        text.append(String.format(
                Locale.ROOT,
                "Cascade %s (%d epochs more to train its %d candidates): %s at %s average MACs of %s on calibration, %s at %s on"
                        + " test; bundle: %s%n",
                made.path("models").valueStream().map(JsonNode::asString).collect(Collectors.joining(" > ")),
                made.path("trained").asInt(),
                made.path("members").size(),
                number(made.at("/calibration/accuracy")),
                amount(made.at("/calibration/averageMacs")),
                amount(made.path("budget")),
                number(made.at("/test/accuracy")),
                amount(made.at("/test/averageMacs")),
                made.path("bundle").asString()));
    }

    private static void trials(StringBuilder text, ObjectNode report) {
        if (report.path("trials").isEmpty()) {
            return;
        }
        for (JsonNode trial : report.path("trials")) {
            if (trial.has("dropped")) {
                text.append(String.format(
                        Locale.ROOT,
                        "Dropped after epoch %d: %s: %s%n",
                        trial.path("epoch").asInt(),
                        trial.path("name").asString(),
                        trial.path("dropped").asString()));
            }
        }
        JsonNode cost = report.path("cost");
        text.append(String.format(
                Locale.ROOT,
                "%s epochs: %d of trials and %s for scores",
                amount(cost.path("epochs")),
                cost.path("trials").asInt(),
                amount(cost.path("proxies"))));
        if (report.path("accuracy").isNumber()) {
            text.append("; accuracy of the chosen on the test split ").append(number(report.path("accuracy")));
        }
        if (report.path("regret").isNumber()) {
            text.append(", regret ").append(number(report.path("regret")));
        }
        text.append('\n');
    }

    private static String amount(JsonNode value) {
        return BigDecimal.valueOf(value.asDouble())
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static void line(StringBuilder text, int place, JsonNode entry, ObjectNode report, List<String> others) {
        String name = entry.path("name").asString();
        JsonNode ends = entry.path("intervals").path("score");
        text.append(String.format(
                Locale.ROOT,
                "%-4d%-32s%12s  %-22s",
                place,
                name,
                number(entry.path("score")),
                ends.isArray() ? number(ends.get(0)) + " to " + number(ends.get(1)) : ""));
        for (String other : others) {
            text.append(String.format(
                    Locale.ROOT,
                    "%12s",
                    number(report.path("scores").path(other).path(name))));
        }
        if (entry.path("score").isNull()) {
            text.append("  ").append(entry.path("reasons").path("score").asString());
        }
        text.append('\n');
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.4f", value.asDouble()) : "-";
    }

    private static String alike(ObjectNode report) {
        JsonNode best = report.path("clusters").path(0);
        boolean isOfScores = !report.has("clustering");
        return isOfScores && best.size() > 1
                ? "; its score cannot be told apart from that of " + (best.size() - 1)
                        + (best.size() == 2 ? " other\n" : " others\n")
                : "\n";
    }
}
