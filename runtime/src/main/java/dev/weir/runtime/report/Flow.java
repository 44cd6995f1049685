package dev.weir.runtime.report;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Who answered: a bar for each stage, drawn below the part of the bar before it that was passed on. */
final class Flow {
    private final Html html;
    private final CascadeReport cascade;

    private Flow(Html html, CascadeReport cascade) {
        this.html = html;
        this.cascade = cascade;
    }

    static void write(Html html, JsonNode report) {
        CascadeReport.of(report)
                .filter(cascade -> cascade.examples() > 0)
                .ifPresent(cascade -> new Flow(html, cascade).write());
    }

    private void write() {
        html.open("section", "id", "flow").element("h2", "Who answers");
        html.element(
                "p",
                "Each bar is the examples that reach a stage. The solid part is answered there, the hatched part flows"
                        + " on to the stage below.",
                "class",
                "reading");
        for (int stage = 0; stage < cascade.stages().size(); stage++) {
            bar(stage);
        }
        html.close("section");
    }

    private void bar(int stage) {
        long reached = cascade.reached(stage);
        long passedOn = cascade.passedOn(stage);
        long abstained = cascade.abstained(stage);
        long answered = reached - passedOn - abstained;
        html.open("div", "class", "stage-flow");
        html.open("p").element("b", cascade.model(stage)).text(" " + counted("answers", answered));
        if (stage < cascade.last()) {
            html.text(", " + counted("passes on", passedOn));
        }
        if (abstained > 0) {
            html.text(", " + counted("abstains from", abstained));
        }
        html.close("p");
        html.element("p", cascade.rule(stage), "class", "rule");
        html.open("div", "class", "track").open("div", "class", "space", "style", width(cascade.examples() - reached));
        html.close("div");
        part("answered stage-" + stage % 6, answered);
        part("abstained", abstained);
        part("passed", passedOn);
        html.close("div").close("div");
    }

    private String counted(String verb, long count) {
        return verb + " " + Numbers.count(count) + " (" + Numbers.percent((double) count / cascade.examples()) + ")";
    }

    private void part(String kind, long count) {
        if (count > 0) {
            html.open("div", "class", kind, "style", width(count)).close("div");
        }
    }

    private String width(long count) {
        return String.format(Locale.ROOT, "width:%.3f%%", 100.0 * count / cascade.examples());
    }
}
