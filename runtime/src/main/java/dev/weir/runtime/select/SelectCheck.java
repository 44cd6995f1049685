package dev.weir.runtime.select;

import dev.weir.api.model.Capability;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.selection.ModelSelector;
import dev.weir.api.selection.PerformanceMatrix;
import dev.weir.api.selection.SelectionTask;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.split.SplitName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be wrong with a selection before anything is asked of a candidate. */
record SelectCheck(Bound<SelectSettings> file) {

    private SelectSettings settings() {
        return file.value();
    }

    /** Why a candidate is not taken. */
    List<Zoo.Refused> refusals(CandidateSettings candidate) {
        if (candidate.model().isEmpty()) {
            return withoutModel();
        }
        if (settings().fineTune().isPresent()) {
            return trained(candidate);
        }
        if (candidate.source().isPresent()) {
            return List.of(new Zoo.Refused(
                    "source",
                    "a select job trains no candidate without the key fine-tune",
                    "Give fine-tune, or take candidates that are ready as they are opened."));
        }
        return Candidates.isReady(candidate.provider())
                ? List.of()
                : List.of(new Zoo.Refused(
                        "model",
                        "this model is trained from the start, so it has learned nothing yet that could be of use",
                        "A candidate is ready as it is opened: recorded outputs, a model in a file, or a network with"
                                + " weights of a file and epochs: 0."));
    }

    private List<Zoo.Refused> withoutModel() {
        if (settings().fineTune().isPresent()) {
            return List.of(new Zoo.Refused(
                    "model",
                    "there is no model to fine-tune",
                    "Name it, or leave fine-tune out and give recorded trials."));
        }
        return settings().selector().needs().isEmpty()
                ? List.of()
                : List.of(new Zoo.Refused(
                        "model",
                        "there is no model, and the selector reads what models put out",
                        "Name it, or give the scores: { use: recorded, with: { file: scores.txt } }."));
    }

    private List<Zoo.Refused> trained(CandidateSettings candidate) {
        ModelProvider provider = candidate.provider();
        if (!provider.capabilities().contains(Capability.TRAIN)) {
            return List.of(new Zoo.Refused(
                    "model",
                    "this model cannot be trained, and the key fine-tune asks for it",
                    "Take a model with the capability 'train', or leave fine-tune out."));
        }
        List<Zoo.Refused> refused = new ArrayList<>(
                Candidates.refusedSource(candidate, settings().sources().keySet()));
        if (candidate.source().isEmpty()
                && !Candidates.isReady(provider)
                && provider.capabilities().contains(Capability.WEIGHTS)) {
            refused.add(new Zoo.Refused(
                    "model",
                    "this model is trained from the start, so it has learned nothing yet that could be of use",
                    "Name under source what it is trained on first, one of sources; or give weights of a file, and"
                            + " epochs: 0."));
        }
        if (settings().cascade().isPresent() && !CascadeMembers.canBeMember(provider)) {
            refused.add(new Zoo.Refused(
                    "model",
                    "this model cannot be a member of a cascade: it does not take the settings weights and epochs",
                    "Take a network of an engine, such as pytorch, or leave cascade out."));
        }
        return refused;
    }

    /**
     * Checks the selector against all else.
     *
     * @throws ConfigException when it does not fit
     */
    void selector(Zoo zoo, PerformanceMatrix matrix, Optional<DataSet> target) {
        ModelSelector selector = settings().selector();
        if (!selector.needs().isEmpty() && target.isEmpty()) {
            throw refused(
                    "data",
                    "is missing, and the selector asks candidates about the target's examples",
                    "Name the target's data, or give the scores: { use: recorded, with: { file: scores.txt } }.");
        }
        zoo.requireOffered(file, selector, selector.needs());
        if (selector.epochs() > 0) {
            if (settings().fineTune().isEmpty() && settings().trials().isEmpty()) {
                throw refused(
                        "selector",
                        "trains candidates for " + selector.epochs() + " epochs, and nothing says how",
                        "Give fine-tune: { learning-rate: 0.001 }, or trials: a performance.json that has them.");
            }
            if (settings().fineTune().isPresent()
                    && target.flatMap(data -> data.splits().find(SplitName.VALIDATION))
                            .isEmpty()) {
                throw refused(
                        "splits",
                        "there is no validation split",
                        "Candidates in training are compared on it: give validation a share.");
            }
        }
        if (settings().cascade().isPresent()) {
            for (SplitName needed : List.of(SplitName.CALIBRATION, SplitName.TEST)) {
                if (target.flatMap(data -> data.splits().find(needed)).isEmpty()) {
                    throw refused(
                            "splits",
                            "there is no " + needed.key() + " split",
                            "A cascade is calibrated on calibration and measured on test: give both a share.");
                }
            }
            if (selector.epochs() == 0) {
                throw refused(
                        "selector",
                        "trains no candidate, and a cascade is made of trained ones",
                        "Take one that trains, such as two-phase with epochs of at least 1.");
            }
        }
        try {
            selector.check(
                    new SelectionTask(zoo.candidates(), matrix, settings().seed()));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file.problem(selector, String.valueOf(e.getMessage())));
        }
    }

    /**
     * The recorded trials.
     *
     * @throws ConfigException when the file is none, or lacks some
     */
    Optional<RecordedTrainings> recorded(Zoo zoo) {
        if (settings().trials().isEmpty()) {
            return Optional.empty();
        }
        Path path = settings().trials().get();
        RecordedTrainings recorded;
        try {
            recorded = RecordedTrainings.of(
                    MatrixFile.tree(path), settings().target().orElse(""));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file.told("trials", String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw refused("trials", "cannot be read: " + e, "");
        }
        for (CandidateSettings candidate : zoo.entries()) {
            int epochs = settings().selector().epochs();
            Trainings.History history = recorded.of(candidate.name(), epochs);
            if (history.accuracies().size() < epochs && !recorded.isFailed(candidate.name())) {
                throw refused(
                        "trials",
                        "has " + history.accuracies().size() + " epochs of '" + candidate.name()
                                + "' on the target, and the selector trains for " + epochs,
                        "Record more with 'job: benchmark', lower the selector's epochs, or take the candidate out.");
            }
        }
        return Optional.of(recorded);
    }

    private ConfigException refused(String path, String message, String remedy) {
        return new ConfigException(file.problem(path, message, remedy));
    }
}
