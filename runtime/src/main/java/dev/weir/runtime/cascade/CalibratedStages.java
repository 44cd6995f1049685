package dev.weir.runtime.cascade;

import dev.weir.api.Labels;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.Calibrator;
import dev.weir.api.metrics.CalibrationError;
import dev.weir.api.metrics.Likelihood;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.job.Metrics;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the stages' models put out as everything after them sees it: through their fitted calibrators.
 *
 * @param raw         what they put out themselves, first stage first
 * @param models      the same, calibrated
 * @param calibrators fitted; empty for a stage without
 * @param earlier     by stage that was tuned, the model before, calibrated by itself
 * @param plain       by stage that was tuned, the model before
 */
record CalibratedStages(
        List<ModelRun> raw,
        List<ModelRun> models,
        List<Optional<Calibrator>> calibrators,
        Map<Integer, ModelRun> earlier,
        Map<Integer, ModelRun> plain) {

    /** Fits the calibrators of a job on the calibration split. */
    static CalibratedStages fit(Bound<CascadeSettings> file, StageRuns runs, Splits splits) {
        Labels labels = splits.get(SplitName.CALIBRATION).labels();
        CalibratorFitter fitter =
                new CalibratorFitter(file, labels, new RuleFitter(file, List.of()).choosing(labels.size()));
        List<ModelRun> raw = runs.models();
        List<ModelRun> models = new ArrayList<>();
        List<Optional<Calibrator>> calibrators = new ArrayList<>();
        Map<Integer, ModelRun> earlier = new TreeMap<>();
        Map<Integer, ModelRun> plain = new TreeMap<>();
        for (int stage = 0; stage < raw.size(); stage++) {
            Optional<Calibrator> asked = file.value().stages().get(stage).fit();
            ModelRun model = raw.get(stage);
            Optional<CheckedCalibrator> fitted = asked.map(of -> fitter.fit(of, model));
            calibrators.add(fitted.map(CheckedCalibrator::calibrator));
            models.add(fitted.map(of -> model.with(of::apply)).orElse(model));
            StageTuner.Tuned done = runs.tuned().get(stage);
            if (done != null) {
                ModelRun untuned = done.untuned();
                plain.put(stage, untuned);
                earlier.put(
                        stage,
                        asked.map(of -> untuned.with(fitter.fit(of, untuned)::apply))
                                .orElse(untuned));
            }
        }
        return new CalibratedStages(raw, List.copyOf(models), List.copyOf(calibrators), earlier, plain);
    }

    /** The model of a stage before it was tuned, through a calibrator of its own; empty where it was not. */
    Optional<ModelRun> untuned(int stage) {
        return Optional.ofNullable(earlier.get(stage));
    }

    /** What stages put out before they were tuned and calibrated: those that were one of the two. */
    Map<Integer, Outputs> before(SplitName split) {
        Map<Integer, Outputs> before = new TreeMap<>();
        for (int stage = 0; stage < raw.size(); stage++) {
            if (plain.containsKey(stage) || calibrators.get(stage).isPresent()) {
                before.put(stage, plain.getOrDefault(stage, raw.get(stage)).on(split));
            }
        }
        return before;
    }

    /** What the calibrator of a stage learned, and what it changed on the test split. */
    Optional<ObjectNode> report(int stage, Labels labels) {
        return calibrators.get(stage).map(calibrator -> {
            Metrics metrics = new Metrics();
            metrics.node().set("calibrator", JsonMapper.shared().valueToTree(SettingsTree.of(calibrator)));
            Outputs before = raw.get(stage).on(SplitName.TEST);
            Outputs after = models.get(stage).on(SplitName.TEST);
            metrics.put("nllBefore", nll(before, labels));
            metrics.put("nll", nll(after, labels));
            metrics.put("eceBefore", error(before, labels));
            metrics.put("ece", error(after, labels));
            return metrics.done();
        });
    }

    private static double nll(Outputs outputs, Labels labels) {
        Outputs.Graded graded = outputs.graded(labels);
        return Likelihood.of(graded.logits(), graded.labels()).mean();
    }

    private static double error(Outputs outputs, Labels labels) {
        return CalibrationError.expected(
                outputs.probabilities(1), labels.matches(outputs.predictions()), CalibrationError.BINS);
    }
}
