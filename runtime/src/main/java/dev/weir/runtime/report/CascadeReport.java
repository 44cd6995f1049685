package dev.weir.runtime.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** A report read as that of a cascade: its stages from first to last, and the whole. */
record CascadeReport(JsonNode report, List<Metrics> stages, Metrics cascade) {

    /** Empty where the report has no stages or nothing of the whole. */
    static Optional<CascadeReport> of(JsonNode report) {
        List<Metrics> stages = new ArrayList<>();
        report.path("stages").forEach(stage -> stages.add(Metrics.of(stage)));
        return stages.isEmpty() || !report.path("cascade").isObject()
                ? Optional.empty()
                : Optional.of(new CascadeReport(report, stages, Metrics.of(report.path("cascade"))));
    }

    String model(int stage) {
        return stages.get(stage).values().path("model").asString("stage " + (stage + 1));
    }

    int last() {
        return stages.size() - 1;
    }

    /** Examples of the test split. */
    long examples() {
        return cascade.values().path("examples").asLong(reached(0));
    }

    /** Examples that reached a stage. */
    long reached(int stage) {
        return stages.get(stage).values().path("examples").asLong(0);
    }

    /** Examples that a stage passed on: those that reached the next. */
    long passedOn(int stage) {
        return stage == last() ? 0 : reached(stage + 1);
    }

    long abstained() {
        return Math.round(cascade.value("abstained").orElse(0) * examples());
    }

    /** Examples that a stage abstained from. */
    long abstained(int stage) {
        return Math.round(cascade.values().path("abstainedBy").path(stage).asDouble(0) * examples());
    }

    String rule(int stage) {
        return Rule.words(stages.get(stage).values().path("rule"), confidence());
    }

    /** The job's confidence by name. */
    String confidence() {
        String name = Rule.component(report.path("config").path("settings").path("confidence"));
        return name.isEmpty() ? "the confidence" : name;
    }

    /** The MACs of the most expensive stage; empty where one of the stages does not state its own. */
    OptionalDouble mostMacs() {
        double most = 0;
        for (Metrics stage : stages) {
            OptionalDouble macs = stage.value("macs");
            if (macs.isEmpty()) {
                return macs;
            }
            most = Math.max(most, macs.getAsDouble());
        }
        return most > 0 ? OptionalDouble.of(most) : OptionalDouble.empty();
    }

    /** Average MACs as a share of the most expensive stage alone. */
    OptionalDouble macsShare() {
        OptionalDouble average = cascade.value("averageMacs");
        OptionalDouble most = mostMacs();
        return average.isPresent() && most.isPresent()
                ? OptionalDouble.of(average.getAsDouble() / most.getAsDouble())
                : OptionalDouble.empty();
    }
}
