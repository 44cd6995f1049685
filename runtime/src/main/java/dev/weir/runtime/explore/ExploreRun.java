package dev.weir.runtime.explore;

import dev.weir.api.Inputs;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.job.FileDigests;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.job.Results;
import dev.weir.runtime.job.RunContext;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A checked exploration. */
final class ExploreRun implements Job.Prepared {
    private final Bound<ExploreSettings> file;
    private final ExploreSettings settings;
    private final PluginCatalog catalog;
    private final Splits splits;
    private final List<PolicyChoice> policies;
    private final Pool calibration;
    private final Pool test;
    private final int sharedRows;

    ExploreRun(
            Bound<ExploreSettings> file,
            PluginCatalog catalog,
            Splits splits,
            List<PolicyChoice> policies,
            Pool calibration,
            Pool test,
            int sharedRows) {
        this.file = file;
        this.settings = file.value();
        this.catalog = catalog;
        this.splits = splits;
        this.policies = policies;
        this.calibration = calibration;
        this.test = test;
        this.sharedRows = sharedRows;
    }

    @Override
    public String reportFolder() {
        return settings.report();
    }

    @Override
    public long seed() {
        return settings.seed();
    }

    @Override
    public Inputs testInputs() {
        return splits.get(SplitName.TEST).inputs();
    }

    @Override
    public Results run(RunContext run) throws IOException {
        ExploreCheck check = new ExploreCheck(file);
        Exploration found = Exploration.of(
                calibration,
                Chain.all(calibration.size(), settings.stages(), settings.combine()),
                policies,
                settings.objective(),
                settings.confidence(),
                check.needs(),
                Runtime.getRuntime().availableProcessors(),
                run.progress());
        run.progress().report("evaluating", 1, 1, found.front().size() + " points on " + test.rows() + " examples");
        List<Point> singles = measured(found.singles(), List.of(), check);
        List<Point> points = measured(found.front(), singles, check);
        PointFile files = new PointFile(file, catalog, policies, run.folder().place());
        ExploreReport report = new ExploreReport(settings, calibration.names(), found, points, singles, files);
        ExploreText text = new ExploreText(settings, calibration.names(), found, points, singles);
        for (Point point : points) {
            Optional<String> job = files.yaml(point.name(), point.candidate());
            if (job.isPresent()) {
                Files.writeString(run.folder().file(PointFile.name(point.name())), job.get());
            }
        }
        Files.writeString(run.folder().file("front.tsv"), text.tsv());
        ObjectNode node = report.node();
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ObjectNode counts = all.putObject("splits");
        splits.byName().forEach((name, examples) -> counts.putObject(name.key()).put("examples", examples.size()));
        counts.withObjectProperty("test").put("alsoInOtherSplits", sharedRows);
        splits.classes().forEach(all.putArray("classes")::add);
        all.setAll(node);
        return new Results(digests(), all, report.rules(), report.plots(), text.table(node.get("hypervolume")));
    }

    /**
     * Decides candidates anew, as a cascade job does; on the calibration split that must come to the same.
     *
     * @param singles the models alone, which cascades are compared with
     */
    private List<Point> measured(List<Candidate> candidates, List<Point> singles, ExploreCheck check) {
        List<Point> points = new ArrayList<>();
        int digits = Math.max(2, String.valueOf(candidates.size()).length());
        for (Candidate candidate : candidates) {
            requireTheSame(candidate, measured(candidate, calibration, check));
            Measured measured = measured(candidate, test, check);
            points.add(new Point(
                    String.format(Locale.ROOT, "%0" + digits + "d", points.size() + 1),
                    candidate,
                    measured,
                    measured.qualityInterval(settings.objective(), settings.seed()),
                    reference(candidate, singles)));
        }
        return List.copyOf(points);
    }

    private Measured measured(Candidate candidate, Pool on, ExploreCheck check) {
        return Measured.of(
                candidate,
                StageView.of(candidate.chain(), on, check.needs()),
                on.costs(candidate.chain().models()),
                settings.confidence());
    }

    private void requireTheSame(Candidate candidate, Measured anew) {
        double quality = anew.quality(settings.objective());
        if (quality != candidate.quality() || anew.cost().mean() != candidate.cost()) {
            throw new IllegalStateException("a cascade decides otherwise than the exploration that found it: "
                    + candidate + " against " + quality + " at " + anew.cost().mean()
                    + "\nThis is a bug in Weir. Nothing was written.");
        }
    }

    private Optional<Point.Reference> reference(Candidate candidate, List<Point> singles) {
        if (candidate.chain().stages() == 1) {
            return Optional.empty();
        }
        List<Candidate> affordable = Front.of(singles.stream()
                .map(Point::candidate)
                .filter(single -> single.cost() <= candidate.cost())
                .toList());
        return singles.stream()
                .filter(single ->
                        !affordable.isEmpty() && single.candidate().equals(affordable.get(affordable.size() - 1)))
                .map(single -> new Point.Reference(
                        test.names().get(single.candidate().chain().models().get(0)), single.test()))
                .findFirst();
    }

    private ObjectNode digests() throws IOException {
        ObjectNode digests = JsonNodeFactory.instance.objectNode();
        digests.set("files", FileDigests.of(file));
        ObjectNode bySplit = digests.putObject("splits");
        splits.byName().forEach((name, examples) -> bySplit.put(name.key(), Digests.ofExamples(examples)));
        ObjectNode models = digests.putObject("models");
        settings.models()
                .forEach((name, model) -> models.put(name, Digests.ofFiles(SettingsTree.files(model.provider()))));
        return digests;
    }
}
