package dev.weir.runtime.report;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the stages' models went through after they were trained: every setting of the tuning, and the calibrator. */
public final class TuningTables {
    private static final String ON_VALIDATION = " on the validation split";

    private static final List<Metric> SETTING = List.of(
            new Metric("accuracy", "accuracy", Numbers::percent, ""),
            new Metric("sd", "s_d", Numbers::score, ""),
            new Metric("auroc", "AUROC", Numbers::score, ""),
            new Metric("seconds", "seconds", Numbers::threshold, ""));

    private static final List<Metric> FIT = List.of(
            new Metric(
                    "eceBefore", "ECE before", Numbers::score, "Gap between stated and true probability, untouched."),
            new Metric("ece", "ECE after", Numbers::score, "The same through the calibrator."),
            new Metric("nllBefore", "NLL before", Numbers::score, "Mean negative log of the true class's probability."),
            new Metric("nll", "NLL after", Numbers::score, "The same through the calibrator."));

    private TuningTables() {}

    static void write(Html html, JsonNode report) {
        int index = 0;
        for (JsonNode stage : report.path("stages")) {
            String model = stage.path("model").asString("stage " + (index + 1));
            if (stage.path("tune").isObject()) {
                tuning(html, model, stage.path("tune"), "tuning-" + index);
            }
            if (stage.path("fit").isObject()) {
                fit(html, model, stage.path("fit"), "fit-" + index);
            }
            index++;
        }
        JsonNode deferral = report.path("deferral");
        if (deferral.path("before").isObject()) {
            html.open("section").element("h2", "Before and after tuning");
            html.element("p", "On the test split, of the first stage alone.", "class", "reading");
            Table table = new Table(html, "before-after", "", "untuned", "tuned");
            List<Metrics> columns = List.of(Metrics.of(deferral.path("before")), Metrics.of(deferral));
            table.row(Metric.ACCURACY, columns);
            Tables.DEFERRAL.forEach(metric -> table.row(metric, columns));
            table.end();
            html.close("section");
        }
    }

    private static void tuning(Html html, String model, JsonNode tune, String id) {
        html.open("section").element("h2", "Tuning of " + model);
        String note = tune.path("note").asString("");
        html.element(
                "p",
                "Every setting that was tried, measured" + ON_VALIDATION
                        + ". Used is the one with the highest s_d whose"
                        + " accuracy is at least "
                        + Numbers.percent(tune.path("accuracyFloor").asDouble(0)) + "."
                        + took(tune) + (note.isEmpty() ? "" : " Note: " + note + "."),
                "class",
                "reading");
        Table table = new Table(html, id, "", "accuracy", "s_d", "AUROC", "seconds");
        row(html, table, "untuned", "", tune.path("untuned"));
        for (JsonNode setting : tune.path("settings")) {
            String badge = setting.path("chosen").asBoolean(false)
                    ? "used"
                    : setting.path("belowFloor").asBoolean(false) ? "below the accuracy floor" : "";
            row(html, table, words(setting), badge, setting);
        }
        table.end();
        html.close("section");
    }

    private static String took(JsonNode tune) {
        JsonNode relative = tune.path("relativeSeconds");
        return relative.isNumber()
                ? " All of it took " + Numbers.threshold(relative.asDouble()) + " times as long as the training before."
                : "";
    }

    private static void row(Html html, Table table, String name, String badge, JsonNode measured) {
        html.open("tr").open("th", "scope", "row").text(name);
        if (!badge.isEmpty()) {
            html.text(" ").element("span", badge, "class", "badge");
        }
        html.close("th");
        Metrics metrics = Metrics.of(measured);
        SETTING.forEach(metric -> table.cell(metric, metrics));
        html.close("tr");
    }

    /**
     * A setting as a person reads it: {@code gatekeeper (alpha 0.3), 5 epochs, learning rate 0.001}.
     *
     * @param setting its {@code objective}, {@code epochs} and {@code learningRate}
     */
    public static String words(JsonNode setting) {
        int epochs = setting.path("epochs").asInt(0);
        return Rule.component(setting.path("objective")) + ", " + epochs + (epochs == 1 ? " epoch" : " epochs")
                + ", learning rate " + setting.path("learningRate").asString("");
    }

    private static void fit(Html html, String model, JsonNode fit, String id) {
        html.open("section").element("h2", "Calibration of " + model);
        html.element(
                "p",
                "Fitted on the calibration split: " + Rule.component(fit.path("calibrator"))
                        + ". The numbers are those of the test split.",
                "class",
                "reading");
        Table table = new Table(html, id, "", "value");
        FIT.forEach(metric -> table.row(metric, List.of(Metrics.of(fit))));
        table.end();
        html.close("section");
    }
}
