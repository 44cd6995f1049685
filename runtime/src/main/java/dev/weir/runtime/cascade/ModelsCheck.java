package dev.weir.runtime.cascade;

import dev.weir.api.Need;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Capability;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.config.Spelling;
import dev.weir.runtime.plugin.Offered;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the models of a job demand of each other and of the data.
 *
 * @param problems where what is wrong is added
 */
record ModelsCheck(Bound<?> file, ModelsOfJob settings, Offered offered, List<Problem> problems) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** What is said where a model is named that the job has not. */
    static Problem absent(Bound<?> file, ModelsOfJob settings, String path, String name) {
        return file.problem(
                path,
                "there is no model '" + name + "'",
                Spelling.didYouMean(name, settings.models().keySet()) + "Models of this job: "
                        + String.join(", ", settings.models().keySet()) + ".");
    }

    /** Refuses names of which no file can be made. */
    void names() {
        settings.models().keySet().stream()
                .filter(name -> !NAME.matcher(name).matches())
                .forEach(name -> problem(
                        "models." + name,
                        "a model's name must be letters, digits, '.', '_' and '-', and begin with a letter or digit",
                        "Files of the report are named after it."));
    }

    /** Refuses copies of models that are not there, of themselves, and of what cannot be trained; mixes alike. */
    void lineages() {
        settings.models().forEach((name, model) -> {
            model.from().ifPresent(from -> copy(name, from));
            model.mix().ifPresent(mix -> mix.keySet().forEach(other -> mixed(name, other)));
            endpoints(name).ifPresent(EndpointsCheck::names);
        });
    }

    private void copy(String name, String from) {
        String path = "models." + name + ".from";
        ModelSettings base = settings.models().get(from);
        if (base == null) {
            problems.add(absent(file, settings, path, from));
        } else if (isCircle(name)) {
            problem(path, "'" + name + "' is a copy of itself in the end", "Begin with a model that has use.");
        } else if (base.interpolate().isPresent()) {
            problem(
                    path,
                    "'" + from + "' is interpolated, and has no weights of its own to train further",
                    "Name one of the models that it is interpolated from.");
        } else if (base.provider().isPresent()
                && base.provider().get().training().isEmpty()) {
            problem(
                    path,
                    "the model '" + from + "' cannot be trained further",
                    "Take " + offered.with(Capability.TRAIN) + ".");
        }
    }

    /** The check of what a model is interpolated from; empty for a model of one network. */
    private Optional<EndpointsCheck> endpoints(String name) {
        ModelSettings model = settings.model(name);
        return model.interpolate()
                .map(of -> new EndpointsCheck(file, settings, of, EndpointsCheck.placeOf(name), offered, problems));
    }

    /** Refuses to interpolate models whose weights cannot be mixed, or with a plan that does not fit. */
    void interpolated(Set<Need> needs, Splits splits) {
        for (String name : settings.asked()) {
            Optional<EndpointsCheck> endpoints = endpoints(name);
            if (endpoints.isEmpty()) {
                continue;
            }
            endpoints.get().labels(splits.get(SplitName.TEST).labels());
            endpoints.get().mixable();
            try {
                EndpointsCheck.plan(file, endpoints.get().of(), endpoints.get().place());
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
            if (needs.contains(Need.FEATURES)) {
                problem(
                        "models." + name,
                        "an interpolated model gives no features, which a score of this job reads",
                        "Take another score; or a model of one network.");
            }
        }
    }

    /** Refuses networks of other sizes, and interpolators that will not take what the endpoints put out. */
    void interpolated(Splits splits, ModelRecipes recipes) {
        Optional<Examples> validation = splits.find(SplitName.VALIDATION);
        for (String name : settings.asked()) {
            endpoints(name).ifPresent(check -> {
                if (check.of().interpolator().isPresent() && validation.isEmpty()) {
                    problem(
                            "splits",
                            "there is no validation split, but the mixes of the model '" + name + "' are chosen on it",
                            "Give validation a share; or name the plan of an earlier run.");
                    return;
                }
                check.of().interpolator().ifPresent(of -> check.rehearse(of, validation.get(), validation));
                check.sizes(recipes::of);
                requireClasses(name, splits);
            });
        }
    }

    /** Refuses to mix a model with one that is not there or not of one network with it, or cannot be mixed. */
    private void mixed(String name, String other) {
        String path = "models." + name + ".mix." + other;
        if (!settings.models().containsKey(other)) {
            problems.add(absent(file, settings, path, other));
            return;
        }
        Optional<String> own = origin(name);
        Optional<String> others = origin(other);
        if (own.isEmpty() || others.isEmpty()) {
            return; // told elsewhere
        }
        if (settings.model(name).from().filter(other::equals).isPresent()) {
            problem(
                    path,
                    "'" + other + "' is the model named by from, which has what is left of 1",
                    "Name other copies here, or leave mix out.");
        } else if (!own.equals(others)) {
            problem(
                    path,
                    "'" + other + "' is no copy of '" + own.get() + "'",
                    "Weights of copies of one model are mixed: they are of one network.");
        } else if (!settings.providerOf(name).capabilities().contains(Capability.MIX)) {
            problem(
                    path,
                    "the weights of '" + own.get() + "' cannot be mixed"
                            + Offered.reason(settings.providerOf(name), Capability.MIX),
                    "Take " + offered.with(Capability.MIX) + ".");
        } else if (settings.model(own.get()).transforms().isPresent()) {
            problem(
                    "models." + own.get() + ".transforms",
                    "a model whose weights are mixed has no transforms of its own",
                    "Put them into the job's data.");
        }
    }

    /** The model that a model is a copy of in the end; empty where there is none. */
    private Optional<String> origin(String name) {
        if (isCircle(name)) {
            return Optional.empty();
        }
        String at = name;
        while (settings.models().containsKey(at) && settings.model(at).from().isPresent()) {
            at = settings.model(at).from().get();
        }
        return Optional.of(at).filter(settings.models()::containsKey);
    }

    /** Whether a model's weights come from itself in the end. */
    boolean isCircle(String name) {
        return comesFrom(name, name, new HashSet<>());
    }

    private boolean comesFrom(String name, String origin, Set<String> seen) {
        ModelSettings model = settings.models().get(name);
        if (model == null || !seen.add(name)) {
            return false;
        }
        return Stream.concat(model.from().stream(), model.others().stream())
                .anyMatch(next -> next.equals(origin) || comesFrom(next, origin, seen));
    }

    /** Refuses copies whose data lack what their plan asks for, and classes that they state otherwise. */
    void copies(Splits splits, Map<String, Splits> copyData) {
        for (String name : settings.asked()) {
            if (settings.model(name).from().isEmpty()) {
                continue;
            }
            Splits learned = copyData.getOrDefault(name, splits);
            if (isPatient(settings.providerOf(name))
                    && learned.find(SplitName.VALIDATION).isEmpty()) {
                problem(
                        "models." + name + ".data",
                        "there is no validation split, but the model '" + name + "' has patience",
                        "Early stopping looks at it: give the copy's data splits with a share for validation.");
            }
            requireClasses(name, splits);
        }
    }

    private static boolean isPatient(ModelProvider provider) {
        return provider.training().filter(plan -> plan.patience() > 0).isPresent();
    }

    private void requireClasses(String name, Splits splits) {
        List<String> stated = settings.model(name).classes().orElse(splits.classes());
        if (!splits.classes().isEmpty() && !stated.equals(splits.classes())) {
            problem(
                    "models." + name + ".classes",
                    "the model's classes are " + String.join(", ", stated),
                    "The data have, in this order: " + String.join(", ", splits.classes()) + ".");
        }
    }

    /** Refuses a model that is no copy and does not fit the data. */
    void fits(String name, ModelContext context, Splits splits, Set<Need> needs) {
        ModelProvider provider = settings.providerOf(name);
        String path = "models." + name;
        Optional<Examples> train = splits.find(SplitName.TRAIN);
        if (provider.training().isPresent() && train.isEmpty()) {
            problem(
                    "splits",
                    "there is no train split, but the model '" + name + "' is trained",
                    "Give train a share, or take a model that is ready as it is opened.");
        }
        if (isPatient(provider) && splits.find(SplitName.VALIDATION).isEmpty()) {
            problem(
                    "splits",
                    "there is no validation split, but the model '" + name + "' has patience",
                    "Early stopping looks at it: give validation a share, or leave patience out.");
        }
        if (!provider.capabilities().contains(Capability.INFER)) {
            problem(
                    path,
                    "this model gives no logits",
                    "A stage answers: take " + offered.with(Capability.INFER) + ".");
        }
        if (needs.contains(Need.FEATURES) && !provider.capabilities().contains(Capability.FEATURES)) {
            problem(
                    path,
                    "this model gives no features, which a score of this job reads",
                    "Take " + offered.with(Capability.FEATURES) + "; or another score.");
        }
        requireClasses(name, splits);
        try {
            provider.check(context);
        } catch (IllegalArgumentException e) {
            problems.add(file.problem(provider, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            problems.add(file.problem(provider, "cannot be read: " + e));
        } catch (RuntimeException | LinkageError e) {
            throw file.origin(provider)
                    .component()
                    .broken("threw " + e, "an answer whether it takes these examples", e);
        }
    }

    private void problem(String path, String message, String remedy) {
        problems.add(file.problem(path, message, remedy));
    }
}
