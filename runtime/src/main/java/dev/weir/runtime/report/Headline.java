package dev.weir.runtime.report;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** The top of the page: what was run, what came of it in a sentence, and four numbers. */
final class Headline {

    private Headline() {}

    static void write(Html html, JsonNode report) {
        html.open("header");
        html.element("p", "Weir report", "class", "eyebrow");
        String file = report.path("config").path("file").asString("");
        html.element("h1", file.isEmpty() ? "A run" : file);
        html.element("p", run(report), "class", "run");
        CascadeReport.of(report).ifPresent(cascade -> {
            html.element("p", sentence(cascade), "class", "sentence");
            html.open("div", "class", "cards");
            accuracyCard(html, cascade);
            lastStageCard(html, cascade);
            costCard(html, cascade);
            abstainedCard(html, cascade);
            html.close("div");
        });
        html.close("header");
    }

    private static String run(JsonNode report) {
        String job = report.path("job").asString("");
        JsonNode seed = report.path("seed");
        JsonNode seeds = report.path("seeds");
        return "job " + job
                + (seed.isNumber() ? ", seed " + seed.asString() : "")
                + (seeds.isEmpty()
                        ? ""
                        : ", " + Numbers.count(report.path("runs").size()) + " runs with "
                                + (seeds.size() == 1 ? "1 seed" : Numbers.count(seeds.size()) + " seeds"))
                + (report.path("quick").asBoolean(false) ? ", quick: 2% of the rows, nothing to conclude from" : "");
    }

    private static String sentence(CascadeReport cascade) {
        OptionalDouble accuracy = cascade.cascade().value("accuracy");
        if (accuracy.isEmpty()) {
            return "The accuracy of this cascade is not known.";
        }
        String sentence = "The cascade gets " + Numbers.percent(accuracy.getAsDouble()) + " of "
                + Numbers.count(cascade.examples()) + " test examples right"
                + comparison(
                        cascade.cascade(),
                        cascade.stages().get(cascade.last()),
                        "'" + cascade.model(cascade.last()) + "' alone");
        OptionalDouble share = cascade.macsShare();
        String cost = share.isPresent()
                ? ", with " + Numbers.percent(share.getAsDouble()) + " of the MACs of its most expensive stage"
                : "";
        return sentence + cost + ".";
    }

    /**
     * How one accuracy stands to another, in points; empty where one of them is not known.
     *
     * @param name of the other
     */
    static String comparison(Metrics one, Metrics other, String name) {
        OptionalDouble own = one.value("accuracy");
        OptionalDouble others = other.value("accuracy");
        if (own.isEmpty() || others.isEmpty()) {
            return "";
        }
        double points = Math.round(1000 * (own.getAsDouble() - others.getAsDouble())) / 10.0;
        if (points == 0) {
            return ", as many as " + name;
        }
        return ", " + Math.abs(points) + (Math.abs(points) == 1 ? " point " : " points ")
                + (points > 0 ? "above " : "below ") + name + " (" + Numbers.percent(others.getAsDouble())
                + overlap(one, other) + ")";
    }

    /** Says so where the difference may well be chance. */
    private static String overlap(Metrics one, Metrics other) {
        Optional<Metrics.Interval> interval = other.interval("accuracy");
        boolean overlaps = one.interval("accuracy")
                .flatMap(mine -> interval.map(mine::overlaps))
                .orElse(false);
        return overlaps ? "; their 95% intervals overlap" : "";
    }

    private static void accuracyCard(Html html, CascadeReport cascade) {
        Metrics metrics = cascade.cascade();
        String interval = metrics.interval("accuracy")
                .map(ends -> "95% interval " + Table.text(ends, Metric.ACCURACY) + ". ")
                .orElse("");
        String alone = IntStream.range(0, cascade.stages().size())
                .filter(stage -> cascade.stages().get(stage).value("accuracy").isPresent())
                .mapToObj(stage -> cascade.model(stage) + " "
                        + Numbers.percent(
                                cascade.stages().get(stage).value("accuracy").orElseThrow()))
                .collect(Collectors.joining(", "));
        String sentence = interval + (alone.isEmpty() ? "" : "Alone: " + alone + ".");
        OptionalDouble accuracy = metrics.value("accuracy");
        card(
                html,
                "Accuracy of the cascade",
                accuracy,
                sentence,
                metrics.reason("accuracy").orElse("not measured"));
    }

    private static void lastStageCard(Html html, CascadeReport cascade) {
        long reached = cascade.reached(cascade.last());
        card(
                html,
                "Reached the last stage",
                cascade.examples() == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of((double) reached / cascade.examples()),
                Numbers.count(reached) + " of " + Numbers.count(cascade.examples()) + " examples went on to '"
                        + cascade.model(cascade.last()) + "'.",
                "there are no test examples");
    }

    private static void costCard(Html html, CascadeReport cascade) {
        OptionalDouble share = cascade.macsShare();
        double saved = 1 - share.orElse(1);
        String sentence = "Of the most expensive stage alone: "
                + Numbers.quantity(cascade.cascade().value("averageMacs").orElse(0)) + " per example instead of "
                + Numbers.quantity(cascade.mostMacs().orElse(0)) + ", "
                + (saved >= 0 ? Numbers.percent(saved) + " saved." : Numbers.percent(-saved) + " more.");
        card(
                html,
                "Relative MACs",
                share,
                sentence,
                cascade.cascade().reason("averageMacs").orElse("a stage does not state its MACs"));
    }

    private static void abstainedCard(Html html, CascadeReport cascade) {
        OptionalDouble abstained = cascade.cascade().value("abstained");
        card(
                html,
                "Abstained",
                abstained,
                cascade.abstained() == 0
                        ? "Every example gets an answer."
                        : Numbers.count(cascade.abstained()) + " of " + Numbers.count(cascade.examples())
                                + " examples get no answer: not sure enough.",
                cascade.cascade().reason("abstained").orElse("not measured"));
    }

    private static void card(Html html, String label, OptionalDouble share, String sentence, String reason) {
        html.open("section", "class", "card").element("h2", label);
        html.element("p", share.isPresent() ? Numbers.percent(share.getAsDouble()) : "–", "class", "big");
        html.element("p", share.isPresent() ? sentence : "Not known: " + reason + ".")
                .close("section");
    }
}
