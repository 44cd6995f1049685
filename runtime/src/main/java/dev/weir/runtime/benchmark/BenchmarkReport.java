package dev.weir.runtime.benchmark;

import dev.weir.api.selection.Estimate;
import dev.weir.runtime.job.Metrics;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a benchmark says: its part of the report as JSON, the points of its plots, and the table of the command line.
 *
 * @param results by target, in the order of their names
 * @param draws   how many halves scores were computed on
 * @param seed    the job's
 */
record BenchmarkReport(List<TargetResult> results, int draws, long seed) {

    /** The targets, each with its candidates, the best first, and what scores and guesses are worth. */
    ArrayNode targets() {
        ArrayNode targets = JsonNodeFactory.instance.arrayNode();
        for (TargetResult result : results) {
            ObjectNode target = targets.addObject();
            target.put("name", result.target());
            target.put("classes", result.classes());
            ObjectNode examples = target.putObject("examples");
            result.examples().forEach(examples::put);
            ArrayNode candidates = target.putArray("candidates");
            result.candidates().stream()
                    .sorted(Comparator.comparingDouble(
                            candidate -> -candidate.cell().accuracy().orElse(Double.NEGATIVE_INFINITY)))
                    .forEach(candidate -> candidates.add(candidate(result, candidate)));
            ArrayNode scores = target.putArray("scores");
            result.scores(draws, seed)
                    .forEach(judged -> scores.add(judged(judged).done()));
            ArrayNode baselines = target.putArray("baselines");
            result.baselines(draws, seed).forEach(judged -> {
                Metrics entry = judged(judged);
                entry.node().put("oracle", false);
                baselines.add(entry.done());
            });
        }
        return targets;
    }

    private static ObjectNode candidate(TargetResult result, TargetResult.Candidate candidate) {
        Metrics entry = new Metrics();
        Cell cell = candidate.cell();
        entry.node().put("name", candidate.name());
        if (!candidate.source().isEmpty()) {
            entry.node().put("source", candidate.source());
        }
        entry.node().put("tuned", candidate.tuned());
        OptionalDouble accuracy = cell.accuracy();
        if (accuracy.isPresent()) {
            entry.put("accuracy", accuracy.getAsDouble(), cell.interval());
        } else {
            entry.missing("accuracy", cell.failed());
        }
        entry.put("parameters", candidate.parameters(), "nobody states them");
        entry.put("sourceAccuracy", candidate.sourceAccuracy(), "nobody states it");
        cell.validation().forEach(entry.node().putArray("validation")::add);
        Metrics scores = new Metrics();
        for (String score : result.sheet().scores()) {
            ScoreSheet.Measured measured = result.sheet().of(score, candidate.name());
            if (Double.isNaN(measured.value())) {
                scores.missing(score, measured.reason());
            } else {
                scores.put(score, measured.value());
            }
        }
        entry.node().set("scores", scores.done());
        return entry.done();
    }

    private static Metrics judged(TargetResult.Judged judged) {
        Metrics entry = new Metrics();
        entry.node().put("name", judged.name());
        if (judged.chosen().isEmpty()) {
            entry.missing("chosen", judged.reason().isEmpty() ? "any of them" : judged.reason());
        } else {
            entry.node().put("chosen", judged.chosen());
        }
        entry.node().put("candidates", judged.known());
        for (Measure measure : Measure.values()) {
            put(entry, measure, judged.measures().getOrDefault(measure, Estimate.none(judged.reason())));
        }
        return entry;
    }

    private static void put(Metrics entry, Measure measure, Estimate estimate) {
        String key = measure.key();
        String level = measure.level();
        OptionalDouble value = estimate.value();
        if (value.isEmpty()) {
            if (level.isEmpty()) {
                entry.missing(key, estimate.reason());
            } else {
                entry.missingAt(key, level, estimate.reason());
            }
        } else if (estimate.interval().isPresent()) {
            if (level.isEmpty()) {
                entry.put(key, value.getAsDouble(), estimate.interval().get());
            } else {
                entry.putAt(key, level, value.getAsDouble(), estimate.interval().get());
            }
        } else {
            if (level.isEmpty()) {
                entry.put(key, value.getAsDouble());
            } else {
                entry.putAt(key, level, value.getAsDouble());
            }
            entry.withoutIntervals(estimate.reason());
        }
    }

    /** By target and score: points {@code [value, accuracy, name]}. */
    ArrayNode plots() {
        ArrayNode plots = JsonNodeFactory.instance.arrayNode();
        for (TargetResult result : results) {
            ObjectNode plot = plots.addObject().put("target", result.target());
            ArrayNode series = plot.putArray("scores");
            for (String score : result.sheet().scores()) {
                ArrayNode points = series.addObject().put("name", score).putArray("points");
                for (TargetResult.Candidate candidate : result.finished()) {
                    double value = result.sheet().of(score, candidate.name()).value();
                    if (!Double.isNaN(value)) {
                        points.addArray()
                                .add(value)
                                .add(candidate.cell().accuracy().orElseThrow())
                                .add(candidate.name());
                    }
                }
            }
        }
        return plots;
    }

    /** The table of the command line. */
    static String table(JsonNode report) {
        StringBuilder text = new StringBuilder();
        for (JsonNode target : report.path("targets")) {
            JsonNode best = target.path("candidates").path(0);
            text.append(String.format(
                    Locale.ROOT,
                    "%s: %s examples to learn from; %s fine-tuned, best %s %s%n",
                    target.path("name").asString(),
                    target.path("examples").path("train").asString(),
                    count(target),
                    best.path("name").asString(),
                    number(best.path("accuracy"))));
            text.append(String.format(
                    Locale.ROOT,
                    "  %-38s%9s  %-16s%9s%9s%9s%9s%7s%n",
                    "",
                    "w.Kendall",
                    "95% interval",
                    "Kendall",
                    "Pearson",
                    "regret@1",
                    "regret@3",
                    "picks"));
            for (String group : List.of("scores", "baselines")) {
                for (JsonNode entry : target.path(group)) {
                    line(text, entry);
                }
            }
            for (JsonNode candidate : target.path("candidates")) {
                if (candidate.path("accuracy").isNull()) {
                    text.append("  failed: ")
                            .append(candidate.path("name").asString())
                            .append(": ")
                            .append(candidate.path("reasons").path("accuracy").asString())
                            .append('\n');
                }
            }
        }
        text.append(SelectorReport.table(report));
        JsonNode matrix = report.path("matrix");
        text.append(String.format(
                Locale.ROOT,
                "%s cells computed, %s kept from earlier runs; matrix: %s%n",
                matrix.path("computed").asString(),
                matrix.path("kept").asString(),
                matrix.path("file").asString()));
        return text.toString();
    }

    private static long count(JsonNode target) {
        return target.path("candidates")
                .valueStream()
                .filter(candidate -> candidate.path("accuracy").isNumber())
                .count();
    }

    private static void line(StringBuilder text, JsonNode entry) {
        JsonNode ends = entry.path("intervals").path("weightedKendall");
        text.append(String.format(
                Locale.ROOT,
                "  %-38s%9s  %-16s%9s%9s%9s%9s%7s%n",
                entry.path("name").asString(),
                number(entry.path("weightedKendall")),
                ends.isArray()
                        ? String.format(
                                Locale.ROOT,
                                "%.2f to %.2f",
                                ends.get(0).asDouble(),
                                ends.get(1).asDouble())
                        : "",
                number(entry.path("kendall")),
                number(entry.path("pearson")),
                number(entry.path("regretAt").path("1")),
                number(entry.path("regretAt").path("3")),
                entry.path("picks").isNumber()
                        ? String.format(Locale.ROOT, "%.1f", entry.path("picks").asDouble())
                        : "-"));
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.3f", value.asDouble()) : "-";
    }
}
