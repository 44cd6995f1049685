package dev.weir.runtime.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The frames of the plots, each with a sentence that says how to read it; {@code report.js} draws inside them. */
final class Plots {
    private final Html html;
    private final JsonNode report;
    private final JsonNode plots;

    private Plots(Html html, JsonNode report, JsonNode plots) {
        this.html = html;
        this.report = report;
        this.plots = plots;
    }

    static void write(Html html, JsonNode report, JsonNode plots) {
        boolean any = CascadeReport.of(report).isPresent()
                || !plots.path("riskCoverage").isEmpty()
                || !plots.path("scores").isEmpty()
                || ExploreTables.isOf(report);
        if (any) {
            new Plots(html, report, plots).write();
        }
    }

    private void write() {
        html.open("section").element("h2", "Plots");
        html.open("noscript").element("p", "The plots need JavaScript; every number above does without.");
        html.close("noscript").open("div", "class", "plots");
        CascadeReport.of(report).ifPresent(this::cost);
        explored();
        riskCoverage();
        scores();
        deferral();
        reliability();
        html.close("div").close("section");
    }

    private void cost(CascadeReport cascade) {
        List<String> without = withoutMacs(cascade);
        if (cascade.cascade().value("averageMacs").isEmpty()) {
            String reason = cascade.cascade().reason("averageMacs").orElse("a stage does not state its MACs");
            html.open("figure", "class", "left-out").element("h3", "Accuracy against cost");
            html.element("p", "Left out: " + reason + ".", "class", "reading").close("figure");
            return;
        }
        figure(
                "plot-cost",
                "Accuracy against cost",
                "Up is more accurate, left is cheaper: a good cascade lies left of its most expensive stage and"
                        + " hardly below it. Whiskers are 95% intervals; points of equal cost stand side by side;"
                        + " hollow points are oracles."
                        + (without.isEmpty()
                                ? ""
                                : " Without MACs, so not shown: " + String.join(", ", without) + "."));
    }

    private List<String> withoutMacs(CascadeReport cascade) {
        List<String> names = new ArrayList<>();
        for (int stage = 0; stage < cascade.stages().size(); stage++) {
            if (cascade.stages().get(stage).value("macs").isEmpty()) {
                names.add(cascade.model(stage) + " alone");
            }
        }
        StreamSupport.stream(report.path("baselines").spliterator(), false)
                .filter(baseline -> !baseline.path("averageMacs").isNumber())
                .map(baseline -> baseline.path("name").asString("unnamed"))
                .filter(name -> !names.contains(name))
                .forEach(names::add);
        return names;
    }

    private void explored() {
        if (ExploreTables.isOf(report)) {
            figure(
                    "plot-explored",
                    "Quality against cost",
                    "Up is better, left is cheaper. Points of the front and the models alone are shown as measured on the"
                            + " test split, with 95% intervals; the line joins the front where it was chosen, on the"
                            + " calibration split, and the small dots are what each chain of models came to there.");
        }
    }

    private void riskCoverage() {
        if (!plots.path("riskCoverage").isEmpty()) {
            figure(
                    "plot-risk-coverage",
                    "Risk and coverage",
                    "Error rate when only the surest share of the examples is answered: lower is better, and a curve"
                            + " that stays low on its way right knows its own mistakes.");
        }
    }

    private void scores() {
        int index = 0;
        for (JsonNode score : plots.path("scores")) {
            String name = Rule.component(score.path("score"));
            figure(
                    "plot-score-" + index++,
                    "Right and wrong answers of '" + score.path("stage").asString("the stage") + "' by score",
                    "How many test examples have which " + name + ", for the right and the wrong answers of this stage"
                            + " alone, each with its own scale. "
                            + window(score.path("low"), score.path("high")));
        }
    }

    private static String window(JsonNode low, JsonNode high) {
        if (low.isNumber() && high.isNumber() && low.doubleValue() > high.doubleValue()) {
            return "The rule never passes on, so nothing is shaded.";
        }
        return "The shaded part is passed on: best where it holds most of the wrong and few of the right.";
    }

    private void deferral() {
        OptionalDouble any =
                Metrics.of(report.path("deferral").path("curve").path(0)).value("rate");
        if (any.isPresent()) {
            figure(
                    "plot-deferral",
                    "Accuracy by deferral rate",
                    "Accuracy if the given share, lowest score first, were passed on: the further above the straight"
                            + " line of random choice, the better the score picks; the ideal defers every error first.");
        }
    }

    private void reliability() {
        int index = 0;
        for (JsonNode of : plots.path("reliability")) {
            figure(
                    "plot-reliability-" + index++,
                    "How often '" + of.path("stage").asString("the stage") + "' is right when it says so",
                    "Share of right answers among those of about the same probability, before and after the stage was"
                            + " tuned or calibrated: on the diagonal the probabilities come true, below it they are too"
                            + " high.");
        }
    }

    private void figure(String id, String title, String reading) {
        html.open("figure").element("h3", title).element("p", reading, "class", "reading");
        html.open("div", "class", "chart", "id", id, "role", "img", "aria-label", title)
                .close("div");
        html.close("figure");
    }
}
