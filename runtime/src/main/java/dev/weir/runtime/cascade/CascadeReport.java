package dev.weir.runtime.cascade;

import dev.weir.api.deferral.Certificate;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.model.PlanFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** What a cascade job says: rules as JSON, and the table of the command line. */
final class CascadeReport {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private CascadeReport() {}

    /** A stage's rule: null where there is nothing to say, unbounded ends as null. */
    static JsonNode rule(StageRule rule) {
        if (rule.deferral().isEmpty() && rule.accept().isEmpty()) {
            return NullNode.getInstance();
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        Optional<DeferralRule> deferral = rule.deferral();
        if (deferral.isPresent()) {
            node.set(
                    "score",
                    MAPPER.valueToTree(SettingsTree.shortOf(deferral.get().score())));
            bound(node, "low", deferral.get().low());
            bound(node, "high", deferral.get().high());
        } else {
            node.putNull("score").putNull("low").putNull("high");
        }
        if (rule.accept().isPresent()) {
            node.put("accept", rule.accept().getAsDouble());
        } else {
            node.putNull("accept");
        }
        return node;
    }

    static void bound(ObjectNode node, String key, double value) {
        if (Double.isInfinite(value)) {
            node.putNull(key);
        } else {
            node.put(key, value);
        }
    }

    /** {@code rules.json}: what serving needs to decide as this run did. */
    static ObjectNode rules(CascadeSettings settings, FittedRules fitted, List<String> classes) {
        List<StageRule> rules = fitted.stages();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("confidence", MAPPER.valueToTree(SettingsTree.shortOf(settings.confidence())));
        classes.forEach(node.putArray("classes")::add);
        ArrayNode stages = node.putArray("stages");
        for (int stage = 0; stage < rules.size(); stage++) {
            StageSettings of = settings.stages().get(stage);
            ObjectNode entry = stages.addObject().put("model", of.name());
            entry.put("combine", of.combine().name().toLowerCase(Locale.ROOT));
            entry.set("rule", rule(rules.get(stage)));
        }
        fitted.certificate().ifPresent(certificate -> node.set("certificate", certificate(settings, certificate)));
        return node;
    }

    /** What the rules are certified for, and by what. */
    static ObjectNode certificate(CascadeSettings settings, Certificate certificate) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        settings.guarantee().ifPresent(policy -> node.set("policy", MAPPER.valueToTree(SettingsTree.shortOf(policy))));
        node.put("risk", certificate.risk()).put("delta", certificate.delta()).put("holds", certificate.holds());
        node.put("chosenOn", certificate.chosenOn()).put("testedOn", certificate.testedOn());
        node.put("candidates", certificate.candidates()).put("tests", certificate.tests());
        node.put("accepted", certificate.accepted()).put("errors", certificate.errors());
        node.put("upper", certificate.upper());
        if (certificate.enough().isPresent()) {
            node.put("enough", certificate.enough().getAsLong());
        } else {
            node.putNull("enough");
        }
        return node.put("words", certificate.words());
    }

    /** The table of the command line: models alone, the cascade, its baselines. */
    static String table(ObjectNode report) {
        StringBuilder text = new StringBuilder();
        line(text, "", "accuracy", "95% interval", "average MACs", "its share of the answers");
        ObjectNode cascade = (ObjectNode) report.get("cascade");
        for (int stage = 0; stage < report.get("stages").size(); stage++) {
            JsonNode entry = report.get("stages").get(stage);
            JsonNode macs = entry.get("macs");
            line(
                    text,
                    entry.get("model").asString() + " alone",
                    percent(entry, "accuracy"),
                    interval(entry),
                    macs.isNull() ? "-" : String.format(Locale.ROOT, "%,d", macs.asLong()),
                    String.format(
                            Locale.ROOT,
                            "%.1f%%",
                            100 * cascade.get("answeredBy").get(stage).asDouble()));
        }
        line(text, "cascade", percent(cascade, "accuracy"), interval(cascade), macs(cascade), "");
        for (JsonNode baseline : report.get("baselines")) {
            String name = baseline.get("name").asString();
            if (!name.endsWith(" alone")) {
                line(
                        text,
                        name,
                        percent(baseline, "accuracy"),
                        interval(baseline),
                        macs(baseline),
                        baseline.get("oracle").asBoolean() ? "knows the labels" : "");
            }
        }
        text.append(summary(report));
        if (report.has("certificate")) {
            text.append(report.get("certificate").get("words").asString()).append('\n');
        }
        tunings(text, report);
        notes(text, report);
        return text.toString();
    }

    /** What mixes an interpolated stage answers with. */
    static void interpolation(ObjectNode stage, InterpolationPlan plan) {
        stage.set("plan", PlanFile.node(plan));
        if (!plan.notes().isEmpty()) {
            plan.notes().forEach(stage.putArray("notes")::add);
        }
    }

    private static void notes(StringBuilder text, ObjectNode report) {
        for (JsonNode stage : report.get("stages")) {
            stage.path("notes")
                    .forEach(note -> text.append(stage.get("model").asString())
                            .append(": ")
                            .append(note.asString())
                            .append('\n'));
        }
    }

    private static String summary(ObjectNode report) {
        JsonNode cascade = report.get("cascade");
        JsonNode last = report.get("stages").get(report.get("stages").size() - 1);
        double share = last.get("examples").asDouble() / cascade.get("examples").asDouble();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%.1f%% of the %,d test examples went to %s",
                100 * share,
                cascade.get("examples").asInt(),
                last.get("model").asString()));
        JsonNode macs = cascade.get("averageMacs");
        if (!macs.isNull() && !last.get("macs").isNull()) {
            text.append(String.format(
                    Locale.ROOT,
                    "; the cascade needs %.1f%% of its MACs",
                    100 * macs.asDouble() / last.get("macs").asDouble()));
        }
        double abstained = cascade.get("abstained").asDouble();
        if (abstained > 0) {
            text.append(String.format(Locale.ROOT, "; it abstained from %.1f%%", 100 * abstained));
        }
        return text.append(".\n").toString();
    }

    /** What tuning did to each stage that was tuned. */
    private static void tunings(StringBuilder text, ObjectNode report) {
        for (JsonNode stage : report.get("stages")) {
            JsonNode tune = stage.path("tune");
            if (!tune.isObject()) {
                continue;
            }
            int tried = tune.path("settings").size();
            text.append(stage.get("model").asString())
                    .append(" was tuned, ")
                    .append(tried == 1 ? "1 setting" : tried + " settings")
                    .append(" tried: ");
            JsonNode chosen = tune.path("settings").path(tune.path("chosen").asInt(-1));
            if (chosen.isObject()) {
                text.append("on the validation split accuracy ")
                        .append(change(tune.path("untuned"), chosen, "accuracy"))
                        .append(", s_d ")
                        .append(change(tune.path("untuned"), chosen, "sd"));
            }
            String note = tune.path("note").asString("");
            text.append(chosen.isObject() && !note.isEmpty() ? "; " : "")
                    .append(note)
                    .append(".\n");
        }
    }

    private static String change(JsonNode before, JsonNode after, String key) {
        return percent(before, key) + " -> " + percent(after, key);
    }

    private static void line(
            StringBuilder text, String name, String accuracy, String interval, String macs, String note) {
        text.append(String.format(Locale.ROOT, "%-44s %9s  %-15s %13s  %s", name, accuracy, interval, macs, note)
                        .stripTrailing())
                .append('\n');
    }

    private static String percent(JsonNode node, String key) {
        return node.get(key).isNull()
                ? "-"
                : String.format(Locale.ROOT, "%.4f", node.get(key).asDouble());
    }

    private static String interval(JsonNode node) {
        JsonNode ends = node.get("intervals").get("accuracy");
        return String.format(
                Locale.ROOT, "%.4f-%.4f", ends.get(0).asDouble(), ends.get(1).asDouble());
    }

    private static String macs(JsonNode node) {
        JsonNode macs = node.get("averageMacs");
        return macs.isNull() ? "-" : String.format(Locale.ROOT, "%,.0f", macs.asDouble());
    }
}
