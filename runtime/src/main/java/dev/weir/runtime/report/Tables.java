package dev.weir.runtime.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The tables of metrics: the stages, the cascade as a whole, the baselines. */
final class Tables {
    private static final List<Metric> COST = List.of(
            new Metric("parameters", "Parameters", Numbers::quantity, "Weights of the model."),
            new Metric("macs", "MACs", Numbers::quantity, "Multiply-accumulates for one example; fewer is cheaper."),
            new Metric(
                    "millisPerRow",
                    "ms per row",
                    Numbers::millis,
                    "Measured milliseconds for one example; depends on machine and batch size."));

    private static final List<Metric> SHARE = List.of(
            new Metric("examples", "Reached it", Numbers::count, "Test examples that came to this stage."),
            new Metric("deferred", "Passed on", Numbers::percent, "Share of those that it left to the next stage."));

    private static final List<Metric> ALONE =
            List.of(Metric.ACCURACY, Metric.AUROC, Metric.AURC, Metric.NLL, Metric.ECE);

    private static final List<Metric> CASCADE = List.of(
            Metric.ACCURACY,
            Metric.AVERAGE_MACS,
            new Metric(
                    "averageMillis",
                    "Average ms",
                    Numbers::millis,
                    "Milliseconds for one example, averaged the same way; depends on machine and batch size."),
            new Metric(
                    "coverage",
                    "Coverage",
                    Numbers::percent,
                    "Share of the examples that get an answer; the rest is abstained from."),
            new Metric(
                    "selectiveRisk",
                    "Selective risk",
                    Numbers::percent,
                    "Error rate among the answered examples; lower is better."),
            Metric.AURC,
            Metric.AUROC,
            Metric.NLL,
            Metric.ECE);

    private static final List<Metric> OUT_OF_DISTRIBUTION = List.of(
            new Metric(
                    "auroc",
                    "OOD AUROC",
                    Numbers::score,
                    "Chance that an example of the test split is surer than a foreign one: 0.5 is a coin toss."),
            new Metric(
                    "fprAt95",
                    "OOD FPR at 95%",
                    Numbers::percent,
                    "Share of foreign examples let in where 95% of the test split is let in; lower is better."),
            new Metric(
                    "fprAt80",
                    "OOD FPR at 80%",
                    Numbers::percent,
                    "Share of foreign examples let in where 80% of the test split is let in; lower is better."),
            new Metric(
                    "accepted",
                    "OOD accepted",
                    Numbers::percent,
                    "Share of foreign examples that the cascade answers, by what it abstains from."));

    static final List<Metric> DEFERRAL = List.of(
            new Metric(
                    "sd",
                    "Deferral performance",
                    Numbers::score,
                    "How far passing on by the rule's score gets from random (0) to ideal (1)."),
            new Metric(
                    "so",
                    "Overlap",
                    Numbers::score,
                    "Overlap of the scores of right and wrong answers: 0 is apart, 1 is the same."),
            new Metric(
                    "auroc",
                    "AUROC of the rule",
                    Numbers::score,
                    "Chance that the score of a right answer of the first stage is above that of a wrong one."));

    private Tables() {}

    static void write(Html html, JsonNode report) {
        CascadeReport.of(report).ifPresent(cascade -> {
            stages(html, cascade);
            cascade(html, cascade);
        });
        baselines(html, report);
    }

    private static void stages(Html html, CascadeReport cascade) {
        html.open("section").element("h2", "The stages");
        html.element("p", "The small numbers under a value are its 95% interval.", "class", "reading");
        List<String> headers = new ArrayList<>(List.of(""));
        for (int stage = 0; stage < cascade.stages().size(); stage++) {
            headers.add(cascade.model(stage));
        }
        Table table = new Table(html, "stages", headers.toArray(String[]::new));
        int columns = headers.size();
        table.group("Alone, on all " + Numbers.count(cascade.examples()) + " test examples", columns);
        ALONE.forEach(metric -> table.row(metric, cascade.stages()));
        table.group("In the cascade", columns);
        SHARE.forEach(metric -> table.row(metric, cascade.stages()));
        html.open("tr");
        table.header("Rule", "Frozen on the calibration split, before the test split was opened.");
        for (int stage = 0; stage < cascade.stages().size(); stage++) {
            html.element("td", cascade.rule(stage), "class", "words");
        }
        html.close("tr");
        table.group("Cost", columns);
        COST.forEach(metric -> table.row(metric, cascade.stages()));
        table.end();
        for (JsonNode stage : cascade.report().path("stages")) {
            mixes(html, stage);
        }
        html.close("section");
    }

    /** What an interpolated stage answers with, and what is to be noted of it. */
    private static void mixes(Html html, JsonNode stage) {
        if (!stage.has("plan")) {
            return;
        }
        String name = stage.path("model").asString("unnamed");
        List<String> mixes = new ArrayList<>();
        for (JsonNode mix : stage.path("plan").path("mixes")) {
            List<String> coefficients = new ArrayList<>();
            mix.path("coefficients").forEach(of -> coefficients.add(Numbers.score(of.asDouble())));
            mixes.add(String.join(" and ", coefficients));
        }
        html.element(
                "p",
                name + " mixes the weights of its endpoints"
                        + (mixes.isEmpty() ? " anew for every example." : ": " + String.join("; ", mixes) + "."),
                "class",
                "reading");
        stage.path("notes").forEach(note -> html.element("p", name + ": " + note.asString(""), "class", "reading"));
    }

    private static void cascade(Html html, CascadeReport cascade) {
        Metrics metrics = cascade.cascade();
        html.open("section").element("h2", "The cascade as a whole");
        Table table = new Table(html, "cascade", "", "value");
        whole(table, List.of(metrics));
        rows(table, DEFERRAL, List.of(Metrics.of(cascade.report().path("deferral"))));
        table.end();
        String certificate = cascade.report().path("certificate").path("words").asString("");
        if (!certificate.isEmpty()) {
            html.element("p", certificate, "class", "reading");
        }
        html.close("section");
    }

    /** The rows of cascades as a whole, each a column. */
    static void whole(Table table, List<Metrics> cascades) {
        rows(table, CASCADE, cascades);
        List<Metrics> coverages = at(cascades, "coverageAtRisk");
        levels(coverages).forEach(risk -> table.row(coverageAt(risk), coverages));
        List<Metrics> risks = at(cascades, "riskAtCoverage");
        levels(risks).forEach(share -> table.row(riskAt(share), risks));
        List<Metrics> foreign = at(cascades, "ood");
        rows(table, OUT_OF_DISTRIBUTION, foreign);
        List<Metrics> mixture = at(at(foreign, "scod"), "riskAtCoverage");
        levels(mixture).forEach(share -> table.row(mixedRiskAt(share), mixture));
    }

    private static List<Metrics> at(List<Metrics> columns, String key) {
        return columns.stream().map(column -> column.at(key)).toList();
    }

    private static Set<String> levels(List<Metrics> columns) {
        Set<String> levels = new LinkedHashSet<>();
        columns.forEach(column -> levels.addAll(column.values().propertyNames()));
        return levels;
    }

    /** The metrics that at least one column has. */
    static void rows(Table table, List<Metric> metrics, List<Metrics> columns) {
        metrics.stream()
                .filter(metric -> columns.stream().anyMatch(column -> column.has(metric.key())))
                .forEach(metric -> table.row(metric, columns));
    }

    private static Metric coverageAt(String risk) {
        String percent = percent(risk);
        return new Metric(
                risk,
                "Coverage at " + percent + " risk",
                Numbers::percent,
                "Share that can be answered, surest first, up to where the error rate is nearest to " + percent + ".");
    }

    private static Metric riskAt(String coverage) {
        String percent = percent(coverage);
        return new Metric(
                coverage,
                "Risk at " + percent + " coverage",
                Numbers::percent,
                "Error rate where only the surest " + percent + " are answered; lower is better.");
    }

    private static Metric mixedRiskAt(String coverage) {
        String percent = percent(coverage);
        return new Metric(
                coverage,
                "Risk of the mixture at " + percent + " coverage",
                Numbers::percent,
                "Error rate in a mixture with foreign examples, each of them a mistake where it is answered, where the"
                        + " surest " + percent + " of the test split are answered; lower is better.");
    }

    /** A key such as 0.05 as 5%; what is not a number stays as it is. */
    private static String percent(String share) {
        try {
            return Numbers.threshold(100 * Double.parseDouble(share)) + "%";
        } catch (NumberFormatException e) {
            return share;
        }
    }

    private static void baselines(Html html, JsonNode report) {
        JsonNode baselines = report.path("baselines");
        if (baselines.isEmpty() || report.has("ranking") || report.has("endpoints")) {
            return;
        }
        Optional<CascadeReport> cascade = CascadeReport.of(report);
        OptionalDouble most = cascade.map(CascadeReport::mostMacs).orElse(OptionalDouble.empty());
        html.open("section").element("h2", "Compared with");
        html.element(
                "p",
                "What else could have been done on the same test examples. An oracle knows the labels and cannot be"
                        + " reached in practice."
                        + (most.isPresent()
                                ? " Relative MACs are a share of those of the most expensive stage alone."
                                : ""),
                "class",
                "reading");
        List<String> headers = new ArrayList<>(List.of("", "accuracy"));
        cascade.ifPresent(it -> headers.add("average MACs"));
        most.ifPresent(it -> headers.add("relative MACs"));
        Table table = new Table(html, "baselines", headers.toArray(String[]::new));
        cascade.ifPresent(it -> {
            html.open("tr", "class", "own").element("th", "this cascade", "scope", "row");
            table.cell(Metric.ACCURACY, it.cascade());
            cost(html, table, it.cascade(), most);
            html.close("tr");
        });
        for (JsonNode baseline : baselines) {
            html.open("tr")
                    .open("th", "scope", "row")
                    .text(baseline.path("name").asString("unnamed"));
            if (baseline.path("oracle").asBoolean(false)) {
                html.text(" ").element("span", "oracle: not reachable in practice", "class", "badge");
            }
            html.close("th");
            Metrics metrics = Metrics.of(baseline);
            table.cell(Metric.ACCURACY, metrics);
            if (cascade.isPresent()) {
                cost(html, table, metrics, most);
            }
            html.close("tr");
        }
        table.end();
        html.close("section");
    }

    private static void cost(Html html, Table table, Metrics metrics, OptionalDouble most) {
        table.cell(Metric.AVERAGE_MACS, metrics);
        OptionalDouble macs = metrics.value("averageMacs");
        if (most.isPresent() && macs.isPresent()) {
            html.element("td", Numbers.percent(macs.getAsDouble() / most.getAsDouble()));
        } else if (most.isPresent()) {
            html.element("td", "–", "class", "none", "title", "needs the average MACs");
        }
    }
}
