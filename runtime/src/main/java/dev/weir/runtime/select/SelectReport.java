package dev.weir.runtime.select;

import dev.weir.api.selection.Estimate;
import dev.weir.api.selection.Selection;
import dev.weir.api.selection.SelectionTrace;
import dev.weir.runtime.job.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a select job says: its part of the report as JSON. */
record SelectReport(Selection selection, SelectEvaluation evaluation) {

    /**
     * The report.
     *
     * @param notes of the job; those of the selector follow them
     */
    ObjectNode report(List<SelectBaselines.Baseline> baselines, List<String> notes) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        ArrayNode ranking = report.putArray("ranking");
        for (Selection.Ranked ranked : selection.ranking()) {
            Metrics entry = new Metrics();
            entry.node().put("name", ranked.name());
            put(entry, "score", ranked.score());
            ranked.accuracy().value().ifPresent(value -> put(entry, "accuracy", ranked.accuracy()));
            ranking.add(entry.done());
        }
        ObjectNode scores = report.putObject("scores");
        for (Map.Entry<String, Map<String, Estimate>> score : selection.scores().entrySet()) {
            Metrics byCandidate = new Metrics();
            score.getValue().forEach((name, estimate) -> put(byCandidate, name, estimate));
            scores.set(score.getKey(), byCandidate.done());
        }
        ArrayNode clusters = report.putArray("clusters");
        for (List<String> cluster : selection.clusters()) {
            cluster.forEach(clusters.addArray()::add);
        }
        selection.recalled().forEach(report.putArray("recalled")::add);
        chosen(report, selection);
        Metrics result = new Metrics();
        put(result, "accuracy", evaluation.accuracy());
        regret(result);
        ObjectNode evaluated = result.done();
        if (report.has("reasons") && evaluated.has("reasons")) {
            evaluated.withObjectProperty("reasons").setAll((ObjectNode) report.get("reasons"));
        }
        report.setAll(evaluated);
        trace(report);
        ArrayNode said = report.putArray("notes");
        notes.forEach(said::add);
        selection.trace().notes().forEach(said::add);
        ArrayNode entries = report.putArray("baselines");
        for (SelectBaselines.Baseline baseline : baselines) {
            entries.add(baseline(baseline));
        }
        evaluation.best().ifPresent(best -> {
            Metrics oracle = new Metrics();
            oracle.node().put("name", "best of the zoo").put("oracle", true).put("chosen", best);
            put(oracle, "accuracy", evaluation.of(best));
            entries.add(oracle.done());
        });
        return report;
    }

    private void regret(Metrics metrics) {
        if (evaluation.best().isEmpty()) {
            metrics.missing("regret", "not every candidate was fine-tuned");
        } else if (evaluation.accuracy().value().isEmpty()) {
            metrics.missing("regret", "there is no accuracy");
        } else {
            double best = evaluation.of(evaluation.best().get()).value().orElseThrow();
            metrics.put("regret", best - evaluation.accuracy().value().getAsDouble());
        }
    }

    private void trace(ObjectNode report) {
        SelectionTrace trace = selection.trace();
        if (!trace.clustering().models().isEmpty()) {
            Metrics clustering = new Metrics();
            clustering.node().put("threshold", trace.clustering().threshold());
            put(clustering, "silhouette", trace.clustering().silhouette());
            put(clustering, "stability", trace.clustering().stability());
            report.set("clustering", clustering.done());
        }
        ArrayNode trials = report.putArray("trials");
        for (SelectionTrace.Trial trial : trace.trials()) {
            Metrics entry = new Metrics();
            entry.node()
                    .put("name", trial.candidate())
                    .put("epoch", trial.epoch())
                    .put("epochs", trial.epochs());
            put(entry, "accuracy", trial.accuracy());
            trial.predicted().ifPresent(value -> entry.put("predicted", value));
            if (!trial.dropped().isEmpty()) {
                entry.node().put("dropped", trial.dropped());
            }
            trials.add(entry.done());
        }
    }

    /** The choice under its key, null where no candidate has a value. */
    static void chosen(ObjectNode node, Selection selection) {
        Optional<String> chosen = selection.chosen();
        if (chosen.isPresent()) {
            node.put("chosen", chosen.get());
        } else {
            node.putNull("chosen");
            node.putObject("reasons").put("chosen", "no candidate has a score");
        }
    }

    private ObjectNode baseline(SelectBaselines.Baseline baseline) {
        Metrics entry = new Metrics();
        entry.node().put("name", baseline.name());
        entry.node().put("oracle", false);
        baseline.ranking().forEach(entry.node().putArray("ranking")::add);
        if (baseline.ranking().isEmpty()) {
            entry.missing("chosen", baseline.reason());
        } else {
            entry.node().put("chosen", baseline.ranking().get(0));
        }
        put(
                entry,
                "accuracy",
                baseline.ranking().isEmpty()
                        ? Estimate.none(baseline.reason())
                        : evaluation.of(baseline.ranking().get(0)));
        return entry.done();
    }

    private static void put(Metrics metrics, String key, Estimate estimate) {
        OptionalDouble value = estimate.value();
        if (value.isEmpty()) {
            metrics.missing(key, estimate.reason());
        } else if (estimate.interval().isPresent()) {
            metrics.put(key, value.getAsDouble(), estimate.interval().get());
        } else {
            metrics.put(key, value.getAsDouble());
            metrics.withoutIntervals(estimate.reason());
        }
    }
}
