package dev.weir.runtime.explore;

import dev.weir.api.deferral.DeferralRule;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.job.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an explore job reports: its part of {@code report.json}, its rules, the plot's points. */
final class ExploreReport {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final ExploreSettings settings;
    private final List<String> names;
    private final Exploration found;
    private final List<Point> points;
    private final List<Point> singles;
    private final PointFile files;

    ExploreReport(
            ExploreSettings settings,
            List<String> names,
            Exploration found,
            List<Point> points,
            List<Point> singles,
            PointFile files) {
        this.settings = settings;
        this.names = names;
        this.found = found;
        this.points = points;
        this.singles = singles;
        this.files = files;
    }

    /** The job's part of {@code report.json}. */
    ObjectNode node() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("objective", settings.objective().words());
        node.put("cost", settings.cost().words());
        ObjectNode explored = node.putObject("explored");
        explored.put("chains", found.chains()).put("cascades", found.tried()).put("refused", found.refused());
        if (found.refused() > 0) {
            explored.putObject("reasons")
                    .put("refused", found.refusal().lines().findFirst().orElse(""));
        }
        ArrayNode alone = node.putArray("models");
        singles.forEach(single -> alone.add(measured(single)));
        ArrayNode front = node.putArray("front");
        points.forEach(point -> front.add(entry(point)));
        node.set("hypervolume", hypervolume());
        return node;
    }

    /** A model alone or a point, on both splits. */
    private ObjectNode measured(Point point) {
        Metrics metrics = new Metrics();
        Candidate candidate = point.candidate();
        if (candidate.chain().stages() == 1) {
            metrics.node().put("model", names.get(candidate.chain().models().get(0)));
        }
        Measured test = point.test();
        metrics.node().put("examples", test.right().length);
        metrics.put("accuracy", test.accuracy(), test.accuracyInterval());
        if (settings.objective() instanceof Objective.CoverageAtRisk wish) {
            metrics.putAt("coverageAtRisk", String.valueOf(wish.risk()), test.quality(wish), point.interval());
        }
        metrics.put(settings.cost().key(), test.cost().mean(), test.cost().interval());
        if (candidate.chain().stages() > 1) {
            for (int count : test.answered()) {
                metrics.node().withArrayProperty("answeredBy").add((double) count / test.right().length);
            }
        }
        metrics.node()
                .putObject("calibration")
                .put(settings.objective().key(), candidate.quality())
                .put(settings.cost().key(), candidate.cost());
        gain(metrics, point);
        return metrics.done();
    }

    /** How much better than the best model alone that costs no more; both chosen on the calibration split. */
    private void gain(Metrics metrics, Point point) {
        Optional<Point.Reference> reference = point.reference();
        if (reference.isEmpty()) {
            metrics.missing("gain", "a model alone is not compared with itself");
            return;
        }
        Measured other = reference.get().test();
        metrics.node().put("bestAlone", reference.get().model());
        double gain = point.test().quality(settings.objective()) - other.quality(settings.objective());
        if (settings.objective() instanceof Objective.Accuracy) {
            metrics.put("gain", gain, point.test().moreOftenRight(other));
        } else {
            metrics.put("gain", gain);
            metrics.withoutIntervals("a difference of coverages has none");
        }
    }

    private ObjectNode entry(Point point) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", point.name());
        Candidate candidate = point.candidate();
        candidate
                .chain()
                .models()
                .forEach(model -> node.withArrayProperty("models").add(names.get(model)));
        node.put("combine", candidate.chain().combine().name().toLowerCase(Locale.ROOT));
        rules(node.putArray("rules"), candidate);
        node.setAll(measured(point));
        node.remove("model");
        if (files.isWritten(candidate)) {
            node.put("file", PointFile.name(point.name()));
        } else {
            node.putNull("file");
            node.withObjectProperty("reasons").put("file", "no policy is loaded that never passes anything on");
        }
        return node;
    }

    private static void rules(ArrayNode rules, Candidate candidate) {
        for (DeferralRule rule : candidate.rules()) {
            ObjectNode entry = rules.addObject();
            entry.set("score", MAPPER.valueToTree(SettingsTree.shortOf(rule.score())));
            bound(entry, "low", rule.low());
            bound(entry, "high", rule.high());
        }
    }

    private static void bound(ObjectNode node, String key, double value) {
        if (Double.isInfinite(value)) {
            node.putNull(key);
        } else {
            node.put(key, value);
        }
    }

    /** The share of what lies within quality 1 and the dearest model's cost that is dominated. */
    private ObjectNode hypervolume() {
        Metrics metrics = new Metrics();
        double most = singles.stream()
                .mapToDouble(point -> point.candidate().cost())
                .max()
                .orElse(0);
        if (most == 0) {
            metrics.missing("models", "every model is free").missing("front", "every model is free");
            return metrics.done();
        }
        metrics.node().put(settings.cost().key(), most);
        metrics.put("models", hypervolume(singles, most));
        List<Point> all = new ArrayList<>(singles);
        all.addAll(points);
        metrics.put("front", hypervolume(all, most));
        return metrics.done();
    }

    private double hypervolume(List<Point> of, double most) {
        return Front.hypervolume(
                of.stream()
                        .mapToDouble(point -> point.test().quality(settings.objective()))
                        .toArray(),
                of.stream().mapToDouble(point -> point.test().cost().mean()).toArray(),
                Math.nextUp(most));
    }

    /** {@code rules.json}. */
    ObjectNode rules() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("confidence", MAPPER.valueToTree(SettingsTree.shortOf(settings.confidence())));
        ArrayNode front = node.putArray("front");
        for (Point point : points) {
            ObjectNode entry = front.addObject().put("name", point.name());
            point.candidate()
                    .chain()
                    .models()
                    .forEach(model -> entry.withArrayProperty("models").add(names.get(model)));
            entry.put("combine", point.candidate().chain().combine().name().toLowerCase(Locale.ROOT));
            rules(entry.putArray("rules"), point.candidate());
        }
        return node;
    }

    /** What the plot shows besides the report: on the calibration split, what each chain came to. */
    ObjectNode plots() {
        ObjectNode plots = JsonNodeFactory.instance.objectNode();
        ObjectNode explored = plots.putObject("explored");
        explored.put("objective", settings.objective().words())
                .put("cost", settings.cost().words());
        explored.put("costKey", settings.cost().key());
        ArrayNode others = explored.putArray("others");
        int step = Math.max(1, found.others().size() / 1500);
        for (int i = 0; i < found.others().size(); i += step) {
            Candidate candidate = found.others().get(i);
            others.addArray().add(candidate.cost()).add(candidate.quality()).add(candidate.words(names));
        }
        return plots;
    }
}
