package dev.weir.runtime.cascade;

import dev.weir.api.Need;
import dev.weir.api.data.Examples;
import dev.weir.api.deferral.CascadePolicy;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.model.Capability;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.plugin.Offered;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the settings of a cascade demand of each other, of the data and of the models. */
final class CascadeCheck {
    private final Bound<CascadeSettings> file;
    private final CascadeSettings settings;
    private final Exports exports;
    private final Offered offered;
    private final List<Problem> problems = new ArrayList<>();
    private final ModelsCheck models;

    CascadeCheck(Bound<CascadeSettings> file, Exports exports) {
        this.exports = exports;
        this.offered = new Offered(exports.catalog());
        this.file = file;
        this.settings = file.value();
        this.models = new ModelsCheck(file, settings, offered, problems);
    }

    /** Refuses stages that do not fit each other or the models. */
    void stages() {
        List<StageSettings> stages = settings.stages();
        if (stages.size() < 2) {
            problem(
                    "stages",
                    "has " + stages.size() + (stages.size() == 1 ? " stage" : " stages"),
                    "A cascade has two or more: the small model first, the large one last.");
        }
        models.names();
        models.lineages();
        serving();
        exits();
        for (int i = 0; i < stages.size(); i++) {
            StageSettings stage = stages.get(i);
            String path = "stages[" + i + "]";
            if (!settings.models().containsKey(stage.model())) {
                problems.add(ModelsCheck.absent(file, settings, path + ".model", stage.model()));
            }
            if (i == stages.size() - 1 && stage.defer().isPresent()) {
                problem(
                        path + ".defer",
                        "the last stage has nobody to pass an example on to",
                        "Remove it, or add a stage after it.");
            }
            if (i < stages.size() - 1 && stage.defer().isEmpty() && !makesUpRules()) {
                problem(
                        path,
                        "'defer' is missing",
                        "Every stage but the last says which examples it passes on, for example"
                                + " defer: { use: threshold, with: { deferral-rate: 0.3 } }.");
            }
            if (i == stages.size() - 1 && stage.tune().isPresent()) {
                problem(
                        path + ".tune",
                        "the last stage has no next one, from which its answers could be told apart",
                        "Tune an earlier stage; train a copy of a model further with from.");
            }
            if (i == 0 && stage.combine() == Combine.AVERAGE) {
                problem(
                        path + ".combine",
                        "the first stage has nothing to average with",
                        "Remove it, or write replace.");
            }
        }
        guarantee(stages);
        long costs = stages.stream().filter(stage -> stage.cost().isPresent()).count();
        if (costs > 0 && costs < stages.size()) {
            problem(
                    "stages",
                    "states the cost of " + costs + " of " + stages.size() + " stages",
                    "Give every stage a cost, or none: they are added up.");
        }
        done();
    }

    /** Refuses exits that there are not, that stand twice or before shallower ones, and what exits cannot have. */
    private void exits() {
        Map<String, Integer> last = new HashMap<>();
        List<StageSettings> stages = settings.stages();
        for (int i = 0; i < stages.size(); i++) {
            StageSettings stage = stages.get(i);
            int exits = exitsOf(stage.model());
            int exit = stage.exit().orElse(exits);
            if (exits == 1 && stage.exit().isPresent() && settings.models().containsKey(stage.model())) {
                problem(
                        "stages[" + i + "].exit",
                        "the model '" + stage.model() + "' has no exits but its last",
                        "Leave exit out, or give its network exits, such as cnn: { channels: [16, 32, 64], exits: [1,"
                                + " 2] }.");
            } else if (exits > 1 && exit > exits) {
                problem(
                        "stages[" + i + "].exit",
                        "the model '" + stage.model() + "' has " + exits + " exits, got " + exit,
                        "Count them from 1; " + exits + " is the last, which a stage without exit is.");
            }
            Integer before = last.put(stage.model(), i);
            if (before != null) {
                order(i, exit, before, stages.get(before).exit().orElse(exits), exits);
            }
            if (stage.tune().isPresent() && (stage.exit().isPresent() || isShared(stage.model()))) {
                problem(
                        "stages[" + i + "].tune",
                        "'" + stage.name() + "' is an exit: its weights are those of other exits too",
                        "Leave tune out; exits are trained together, from the start.");
            }
        }
    }

    private void order(int stage, int exit, int before, int exitBefore, int exits) {
        String model = settings.stages().get(stage).model();
        if (exit == exitBefore) {
            problem(
                    "stages[" + stage + (settings.stages().get(stage).exit().isPresent() ? "].exit" : "].model"),
                    (exits == 1 ? "'" + model + "'" : "exit " + exit + " of '" + model + "'") + " is stage " + before
                            + " already",
                    exits == 1
                            ? "A model is one stage: its second answer would be its first."
                            : "An exit is one stage: its second answer would be its first.");
        } else if (exit < exitBefore) {
            problem(
                    "stages[" + stage + "].exit",
                    "exit " + exit + " of '" + model + "' lies before exit " + exitBefore + ", which is stage "
                            + before,
                    "Name exits from the shallowest to the deepest: what a deeper one needs has passed the shallower"
                            + " ones.");
        }
    }

    /** How many exits a model has; 1 where nobody can tell, because it is a copy of what is not there. */
    private int exitsOf(String name) {
        if (models.isCircle(name)) {
            return 1;
        }
        ModelSettings model = settings.models().get(name);
        while (model != null && model.from().isPresent()) {
            model = settings.models().get(model.from().get());
        }
        return model == null ? 1 : model.provider().map(ModelProvider::exits).orElse(1);
    }

    private boolean isShared(String model) {
        return settings.stages().stream()
                        .filter(stage -> stage.model().equals(model))
                        .count()
                > 1;
    }

    /** Refuses to serve models as an export that they have not, or that nobody opens. */
    private void serving() {
        if (!problems.isEmpty()) {
            return; // who opens a model is known only where copies are of models that are there
        }
        settings.stages().stream()
                .map(StageSettings::model)
                .distinct()
                .filter(name -> settings.models().containsKey(name))
                .filter(name -> settings.model(name).serve().isPresent())
                .forEach(this::served);
    }

    private void served(String name) {
        String path = "models." + name + ".serve";
        if (!settings.capabilities(name).contains(Capability.EXPORT)) {
            problem(
                    path,
                    "the model '" + name + "' cannot be exported"
                            + Offered.reason(settings.providerOf(name), Capability.EXPORT),
                    "Take " + offered.with(Capability.EXPORT) + "; or leave serve out.");
        }
        if (settings.stages().stream()
                .anyMatch(stage -> stage.model().equals(name) && stage.exit().isPresent())) {
            problem(
                    path,
                    "stages are exits of the model '" + name + "', and an export has its last exit alone",
                    "Leave serve out: the bundle then holds the model itself.");
        }
        if (exports.find().isEmpty()) {
            problem(
                    path,
                    "no plugin offers the model '" + Exports.ONNX + "', which answers from an export",
                    "Put the plugin engine-onnx among the plugins, or leave serve out.");
        }
    }

    /** Refuses copies that do not fit the data. */
    void copies(Splits splits, Map<String, Splits> copyData) {
        models.copies(splits, copyData);
        done();
    }

    /** Refuses models that are interpolated from what does not fit. */
    void interpolated(Splits splits, ModelRecipes recipes) {
        models.interpolated(splits, recipes);
        done();
    }

    /** Whether the guarantee makes up the rules, because no stage proposes one. */
    private boolean makesUpRules() {
        return settings.guarantee().isPresent()
                && settings.stages().stream().allMatch(stage -> stage.defer().isEmpty());
    }

    private void guarantee(List<StageSettings> stages) {
        if (settings.guarantee().isEmpty()) {
            return;
        }
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i).accept().isPresent()) {
                problem(
                        "stages[" + i + "].accept",
                        "the guarantee chooses what is accepted",
                        "Remove it: a level chosen before the test is not what is certified.");
            }
        }
    }

    /** Refuses splits without those that every cascade needs. */
    void splits(Splits splits) {
        for (SplitName needed : List.of(SplitName.CALIBRATION, SplitName.TEST)) {
            if (splits.find(needed).isEmpty()) {
                problem(
                        "splits",
                        "there is no " + needed.key() + " split",
                        "A cascade calibrates its rules on one split and is tested on another: give both a share.");
            }
        }
        if (settings.ood().isPresent() && splits.find(SplitName.OOD).isPresent()) {
            problem(
                    "ood",
                    "the data have a part 'ood' already",
                    "Remove one: the examples of another distribution come from one place.");
        }
        boolean foreign =
                settings.ood().isPresent() || splits.find(SplitName.OOD).isPresent();
        if (!foreign && needs(settings).contains(Need.UNLABELLED)) {
            problem(
                    "stages",
                    "a policy counts on unlabelled examples of another distribution, and there are none",
                    "Name their source with 'ood', or leave 'adjusted' out.");
        }
        done();
    }

    /** Refuses models that do not fit the data. */
    void models(Splits splits, Map<String, ModelContext> contexts) {
        int classes = splits.classes().size();
        if (classes > 0 && settings.loss().isPresent() && settings.loss().get().size() != classes) {
            problem(
                    "loss",
                    "has " + settings.loss().get().size() + " rows for " + classes + " classes",
                    "Write a row for each, in this order: " + String.join(", ", splits.classes()) + ".");
        }
        if (splits.get(SplitName.TEST).labels().answers().isPresent()) {
            answersOfTokens();
        }
        Set<Need> needs = needs(settings);
        contexts.forEach((name, context) -> models.fits(name, context, splits, needs));
        models.interpolated(needs, splits);
        for (int stage = 0; stage < settings.stages().size(); stage++) {
            if (settings.stages().get(stage).tune().isPresent()) {
                tuned(settings.stages().get(stage), "stages[" + stage + "].tune", splits);
            }
        }
        done();
    }

    /** Refuses to average or to price answers of several tokens. */
    private void answersOfTokens() {
        for (int stage = 0; stage < settings.stages().size(); stage++) {
            if (settings.stages().get(stage).combine() == Combine.AVERAGE) {
                problem(
                        "stages[" + stage + "].combine",
                        "answers of several tokens cannot be averaged",
                        "Each model goes on from tokens of its own: leave combine out.");
            }
        }
        if (settings.loss().isPresent()) {
            problem(
                    "loss",
                    "an answer of several tokens may be no class at all, which has no price",
                    "Leave loss out.");
        }
    }

    private void tuned(StageSettings stage, String path, Splits splits) {
        ModelProvider provider = settings.providerOf(stage.model());
        if (!settings.capabilities(stage.model()).contains(Capability.TRAIN)
                || provider.training().isEmpty()) {
            problem(
                    path,
                    "the model '" + stage.model() + "' cannot be trained",
                    "Take " + offered.with(Capability.TRAIN) + "; or leave tune out.");
            return;
        }
        if (splits.find(SplitName.VALIDATION).isEmpty()) {
            problem(
                    "splits",
                    "there is no validation split, but the model '" + stage.model() + "' is tuned",
                    "What tuning gains and costs is measured on it: give validation a share.");
        }
        for (SplitName split : List.of(SplitName.TRAIN, SplitName.VALIDATION)) {
            splits.find(split)
                    .filter(CascadeCheck::hasOneClass)
                    .ifPresent(examples -> problem(
                            path,
                            "the " + split.key() + " split has one class only: " + examples.labels(),
                            "Nothing can be told apart there: take data with two classes or more."));
        }
    }

    private static boolean hasOneClass(Examples examples) {
        return Arrays.stream(examples.labels().counts())
                        .filter(count -> count > 0)
                        .count()
                < 2;
    }

    /** What the job's scores and policies read besides logits. */
    static Set<Need> needs(CascadeSettings settings) {
        Set<Need> needs = new HashSet<>(settings.confidence().needs());
        settings.guarantee().map(CascadePolicy::needs).ifPresent(needs::addAll);
        settings.stages()
                .forEach(stage -> stage.defer().map(DeferralPolicy::needs).ifPresent(needs::addAll));
        return Set.copyOf(needs);
    }

    private void problem(String path, String message, String remedy) {
        problems.add(file.problem(path, message, remedy));
    }

    private void done() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }
}
