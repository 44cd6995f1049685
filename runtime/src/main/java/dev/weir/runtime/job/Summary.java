package dev.weir.runtime.job;

import dev.weir.api.metrics.Interval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.statistics.distribution.TDistribution;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The metrics of several runs of a job as one: for each variant the mean of every number over the seeds, with
 * Student's 95% interval of that mean. Seeds are the sample, so the interval tells what another seed would
 * do, not what another test split would. It ends where the metric does: shares at 0 and 1, what is counted,
 * measured or paid at 0.
 */
final class Summary {
    private static final String ONE_SEED = "one seed tells nothing of the spread; give two or more";

    /** Groups of metrics that a report has several of, with the key that tells them apart. */
    private static final Map<String, String> LISTS = ordered();

    /** What stands among metrics and is none. */
    private static final Set<String> NO_METRICS =
            Set.of("intervals", "reasons", "notes", "rule", "tune", "fit", "curve", "before", "chosen");

    /** Metrics that are in [0, 1], by their key or their level. */
    private static final Set<String> SHARES = Set.of(
            "accuracy",
            "auroc",
            "so",
            "aurc",
            "ece",
            "deferred",
            "abstained",
            "coverage",
            "selectiveRisk",
            "coverageAtRisk",
            "riskAtCoverage",
            "regret",
            "regretAt",
            "fprAt95");

    /** Metrics that are in [-1, 1]. */
    private static final Set<String> CORRELATIONS = Set.of("weightedKendall", "kendall", "pearson");

    /** Metrics that are at least 0. */
    private static final Set<String> AMOUNTS = Set.of(
            "examples",
            "parameters",
            "macs",
            "millisPerRow",
            "nll",
            "cost",
            "averageMacs",
            "averageMillis",
            "averageCost",
            "averageLoss",
            "epochs",
            "picks");

    private Summary() {}

    private static Interval possible(String key, Interval interval) {
        if (SHARES.contains(key)) {
            return interval.clipped(0, 1);
        }
        if (CORRELATIONS.contains(key)) {
            return interval.clipped(-1, 1);
        }
        return AMOUNTS.contains(key) ? interval.clipped(0, Double.POSITIVE_INFINITY) : interval;
    }

    /** The report of a run of a variant. */
    record Of(Optional<String> variant, JsonNode report) {}

    private static Map<String, String> ordered() {
        Map<String, String> lists = new LinkedHashMap<>();
        lists.put("stages", "model");
        lists.put("endpoints", "model");
        lists.put("baselines", "name");
        lists.put("selectors", "name");
        return lists;
    }

    /** An entry for each variant: how many seeds, and the summaries of what the job measured. */
    static ArrayNode of(List<Of> runs) {
        Map<Optional<String>, List<JsonNode>> byVariant = new LinkedHashMap<>();
        runs.forEach(run -> byVariant
                .computeIfAbsent(run.variant(), variant -> new ArrayList<>())
                .add(run.report()));
        ArrayNode summary = JsonNodeFactory.instance.arrayNode();
        byVariant.forEach((variant, reports) -> {
            ObjectNode entry = summary.addObject();
            entry.put("variant", variant.orElse(null));
            entry.put("seeds", reports.size());
            if (reports.stream().allMatch(report -> report.path("cascade").isObject())) {
                entry.set(
                        "cascade",
                        group(reports.stream()
                                .map(report -> report.path("cascade"))
                                .toList()));
            }
            if (reports.stream().allMatch(report -> report.has("forwardsPerExample"))) {
                entry.set(
                        "interpolated",
                        group(reports.stream().map(Summary::interpolated).toList()));
            }
            if (reports.stream().allMatch(report -> report.path("merged").isObject())) {
                entry.set("merged", merged(reports.get(0))); // nothing of it depends on a seed
            }
            if (reports.stream().allMatch(report -> report.path("deferral").isObject())) {
                entry.set(
                        "deferral",
                        group(reports.stream()
                                .map(report -> report.path("deferral"))
                                .toList()));
            }
            if (reports.stream().allMatch(report -> report.path("ranking").isArray())) {
                entry.set("selected", selected(reports));
            }
            if (BenchmarkMeans.fit(reports)) {
                entry.set("targets", BenchmarkMeans.targets(reports));
            }
            LISTS.forEach((key, name) -> {
                if (reports.stream().allMatch(report -> report.path(key).isArray())) {
                    entry.set(key, list(reports, key, name));
                }
            });
        });
        return summary;
    }

    /** What selections chose, seed by seed, and the means of what it cost and came to. */
    private static ObjectNode selected(List<JsonNode> reports) {
        ObjectNode selected = group(reports.stream()
                .<JsonNode>map(report -> {
                    ObjectNode of = JsonNodeFactory.instance.objectNode();
                    List.of("accuracy", "regret", "reasons").forEach(key -> of.set(key, report.path(key)));
                    of.set("epochs", report.path("cost").path("epochs"));
                    return of;
                })
                .toList());
        ArrayNode chosen = selected.putArray("chosen");
        reports.forEach(report -> chosen.add(report.path("chosen")));
        return selected;
    }

    /** What an interpolate job says of its mixes. */
    static JsonNode interpolated(JsonNode report) {
        ObjectNode of = JsonNodeFactory.instance.objectNode();
        List.of("name", "accuracy", "forwardsPerExample", "intervals", "reasons").stream()
                .filter(report::has)
                .forEach(key -> of.set(key, report.path(key)));
        return of;
    }

    /** What a merge job says of what it made. */
    private static JsonNode merged(JsonNode report) {
        ObjectNode of = JsonNodeFactory.instance.objectNode();
        of.set("merge", report.path("merge"));
        of.set("norm", report.path("merged").path("norm"));
        ObjectNode distances = of.putObject("distances");
        report.path("parents")
                .forEach(parent -> distances.set(parent.path("parent").asString(""), parent.path("distance")));
        return of;
    }

    static ArrayNode list(List<JsonNode> reports, String key, String name) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (JsonNode first : reports.get(0).path(key)) {
            List<JsonNode> same = reports.stream()
                    .map(report -> named(report.path(key), name, first.path(name)))
                    .flatMap(Optional::stream)
                    .toList();
            if (same.size() == reports.size()) {
                list.add(group(same));
            }
        }
        return list;
    }

    static Optional<JsonNode> named(JsonNode list, String key, JsonNode name) {
        return list.valueStream().filter(entry -> entry.path(key).equals(name)).findFirst();
    }

    /** The same group of metrics of several runs. */
    private static ObjectNode group(List<JsonNode> groups) {
        Metrics metrics = new Metrics();
        for (String key : groups.get(0).propertyNames()) {
            if (!NO_METRICS.contains(key)) {
                summarize(metrics, key, groups);
            }
        }
        if (groups.size() == 1) {
            metrics.withoutIntervals(ONE_SEED);
        }
        return metrics.done();
    }

    private static void summarize(Metrics metrics, String key, List<JsonNode> groups) {
        List<JsonNode> values = groups.stream().map(group -> group.path(key)).toList();
        if (all(values, JsonNode::isNumber)) {
            double[] numbers = numbers(values);
            interval(numbers)
                    .ifPresentOrElse(
                            interval -> metrics.put(key, mean(numbers), possible(key, interval)),
                            () -> metrics.put(key, mean(numbers)));
        } else if (all(values, JsonNode::isObject)) {
            values.get(0).propertyNames().forEach(level -> summarizeAt(metrics, key, level, groups));
        } else if (all(values, value -> isNumbers(value, values.get(0).size()))) {
            ArrayNode means = metrics.node().putArray(key);
            for (int i = 0; i < values.get(0).size(); i++) {
                int index = i;
                means.add(mean(
                        numbers(values.stream().map(value -> value.path(index)).toList())));
            }
        } else if (all(values, value -> value.isString() || value.isBoolean())) {
            metrics.node().set(key, values.get(0));
        } else {
            metrics.missing(key, reason(groups, group -> group.path(key).isNull(), "/reasons/" + key));
        }
    }

    /** A metric at a level, such as coverage at risk 0.05. */
    private static void summarizeAt(Metrics metrics, String key, String level, List<JsonNode> groups) {
        List<JsonNode> values =
                groups.stream().map(group -> group.path(key).path(level)).toList();
        if (all(values, JsonNode::isNumber)) {
            double[] numbers = numbers(values);
            interval(numbers)
                    .ifPresentOrElse(
                            interval ->
                                    metrics.putAt(key, level, mean(numbers), possible(key, possible(level, interval))),
                            () -> metrics.putAt(key, level, mean(numbers)));
        } else if (!NO_METRICS.contains(level)) {
            metrics.missingAt(
                    key,
                    level,
                    reason(groups, group -> group.path(key).path(level).isNull(), "/reasons/" + key + "/" + level));
        }
    }

    /** Why a number is missing: what a run says that misses it. */
    private static String reason(List<JsonNode> groups, Predicate<JsonNode> isMissing, String pointer) {
        List<String> reasons = groups.stream()
                .filter(isMissing)
                .map(group -> group.at(pointer).asString(""))
                .filter(reason -> !reason.isEmpty())
                .distinct()
                .toList();
        return reasons.isEmpty() ? "not every run has it" : reasons.get(0);
    }

    private static boolean all(Collection<JsonNode> values, Predicate<JsonNode> condition) {
        return values.stream().allMatch(condition);
    }

    private static boolean isNumbers(JsonNode value, int size) {
        return value.isArray() && value.size() == size && value.valueStream().allMatch(JsonNode::isNumber);
    }

    private static double[] numbers(List<JsonNode> values) {
        return values.stream().mapToDouble(JsonNode::doubleValue).toArray();
    }

    /** The mean; of equal numbers it is the number itself, to the last bit. */
    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value - values[0];
        }
        return values[0] + sum / values.length;
    }

    /** Student's 95% interval of the mean; empty for one value. */
    static Optional<Interval> interval(double[] values) {
        if (values.length < 2) {
            return Optional.empty();
        }
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double t = TDistribution.of(values.length - 1).inverseSurvivalProbability(0.025);
        double half = t * Math.sqrt(squares / (values.length - 1) / values.length);
        return Optional.of(new Interval(mean - half, mean + half));
    }

    /** The table of the command line: a line for each variant; of mixed weights one for everything that was measured. */
    static String table(JsonNode summary) {
        StringBuilder text = new StringBuilder();
        if (summary.path(0).has("targets")) {
            summary.forEach(entry -> BenchmarkMeans.table(text, entry));
            return text.toString();
        }
        if (summary.path(0).has("interpolated")) {
            summary.forEach(entry -> mixes(text, entry));
            return text.toString();
        }
        if (summary.path(0).has("selected")) {
            summary.forEach(entry -> choices(text, entry));
            return text.toString();
        }
        if (summary.path(0).has("merged")) {
            summary.forEach(entry -> merge(text, entry));
            return text.toString();
        }
        line(text, "mean over seeds", "seeds", "accuracy", "95% interval", "average MACs", "95% interval");
        for (JsonNode entry : summary) {
            JsonNode cascade = entry.path("cascade");
            line(
                    text,
                    entry.path("variant").asString("run"),
                    entry.path("seeds").asString(),
                    number("%.4f", cascade.path("accuracy")),
                    ends("%.4f", cascade.path("intervals").path("accuracy")),
                    number("%,.0f", cascade.path("averageMacs")),
                    ends("%,.0f", cascade.path("intervals").path("averageMacs")));
        }
        return text.toString();
    }

    private static void mixes(StringBuilder text, JsonNode entry) {
        mix(
                text,
                entry.path("variant").asString("run") + ", mean over "
                        + entry.path("seeds").asString() + " seeds",
                "accuracy",
                "95% interval",
                "forwards");
        entry.path("endpoints")
                .forEach(endpoint -> mix(text, endpoint.path("model").asString("") + " alone", endpoint));
        mix(text, entry.path("interpolated").path("name").asString(""), entry.path("interpolated"));
        entry.path("baselines")
                .forEach(baseline -> mix(text, baseline.path("name").asString(""), baseline));
    }

    private static void mix(StringBuilder text, String name, JsonNode of) {
        mix(
                text,
                name,
                number("%.4f", of.path("accuracy")),
                ends("%.4f", of.path("intervals").path("accuracy")),
                of.path("oracle").asBoolean(false)
                        ? "knows the labels"
                        : number("%.2f", of.path("forwardsPerExample")));
    }

    private static void mix(StringBuilder text, String... cells) {
        text.append(String.format(Locale.ROOT, "%-48s  %8s  %-15s  %s", (Object[]) cells)
                        .stripTrailing())
                .append('\n');
    }

    private static void merge(StringBuilder text, JsonNode entry) {
        JsonNode merged = entry.path("merged");
        text.append(String.format(
                Locale.ROOT,
                "%s: %s, length %s; distance to",
                entry.path("variant").asString("run"),
                merged.path("merge").asString(""),
                number("%.4f", merged.path("norm"))));
        String separator = " ";
        for (Map.Entry<String, JsonNode> distance : merged.path("distances").properties()) {
            text.append(separator).append(distance.getKey()).append(' ').append(number("%.4f", distance.getValue()));
            separator = ", ";
        }
        text.append('\n');
    }

    private static void choices(StringBuilder text, JsonNode entry) {
        JsonNode selected = entry.path("selected");
        Map<String, Integer> times = new LinkedHashMap<>();
        selected.path("chosen").forEach(name -> times.merge(name.asString("none"), 1, Integer::sum));
        List<String> told = new ArrayList<>();
        times.forEach((name, count) ->
                told.add(name + " " + count + " of " + entry.path("seeds").asString() + " times"));
        text.append(entry.path("variant").asString("run"))
                .append(": chosen ")
                .append(String.join(", ", told))
                .append("; means: ")
                .append(number("%.2f", selected.path("epochs")))
                .append(" epochs, accuracy ")
                .append(number("%.4f", selected.path("accuracy")))
                .append(", regret ")
                .append(number("%.4f", selected.path("regret")))
                .append('\n');
    }

    private static void line(StringBuilder text, String... cells) {
        text.append(String.format(Locale.ROOT, "%-32s %5s  %8s  %-15s  %12s  %s", (Object[]) cells)
                        .stripTrailing())
                .append('\n');
    }

    static String number(String format, JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, format, value.doubleValue()) : "-";
    }

    private static String ends(String format, JsonNode ends) {
        return ends.size() == 2 ? number(format, ends.get(0)) + "-" + number(format, ends.get(1)) : "-";
    }
}
