package dev.weir.runtime.cascade;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.data.Examples;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.InterpolationValidation;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.api.model.Capability;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.model.PlanFile;
import dev.weir.runtime.model.PlanFitting;
import dev.weir.runtime.plugin.Offered;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What models whose weights are mixed demand of each other, of their plan and of the data.
 *
 * @param file     the job's
 * @param settings what it says of models
 * @param of       what is mixed
 * @param place    where that stands in the file: empty, or a path with a dot at its end
 * @param offered  what plugins offer
 * @param problems where what is wrong is added
 */
public record EndpointsCheck(
        Bound<?> file,
        ModelsOfJob settings,
        InterpolationSettings of,
        String place,
        Offered offered,
        List<Problem> problems) {

    /** Refuses endpoints that are not there or stand twice. */
    public void names() {
        List<String> endpoints = of.endpoints();
        if (endpoints.size() < 2) {
            problem(
                    "endpoints",
                    "has " + endpoints.size() + (endpoints.size() == 1 ? " model" : " models"),
                    "Weights of two models or more are mixed: name the fine-tuned copies.");
        }
        for (int i = 0; i < endpoints.size(); i++) {
            String path = "endpoints[" + i + "]";
            requireModel(path, endpoints.get(i));
            if (endpoints.indexOf(endpoints.get(i)) < i) {
                problem(path, "'" + endpoints.get(i) + "' stands here twice", "Name each endpoint once.");
            }
        }
        of.ancestor().ifPresent(name -> requireModel("ancestor", name));
        of.ancestor()
                .filter(endpoints::contains)
                .ifPresent(name -> problem(
                        "ancestor",
                        "'" + name + "' is an endpoint too",
                        "What fine-tuning changed of it would be nothing: name the model before fine-tuning."));
    }

    private void requireModel(String path, String name) {
        ModelSettings model = settings.models().get(name);
        if (model == null) {
            problems.add(ModelsCheck.absent(file, settings, place + path, name));
        } else if (model.interpolate().isPresent()) {
            problem(
                    path,
                    "'" + name + "' is interpolated itself, and has no weights of its own",
                    "Name the models that it is interpolated from.");
        }
    }

    /** Where a model says what it is interpolated from. */
    static String placeOf(String model) {
        return "models." + model + ".interpolate.";
    }

    /**
     * The plan that a file names, where it names one.
     *
     * @throws ConfigException when it is no plan, or one for others
     */
    public static Optional<InterpolationPlan> plan(Bound<?> file, InterpolationSettings of, String place) {
        if (of.plan().isEmpty()) {
            return Optional.empty();
        }
        try {
            InterpolationPlan plan = PlanFile.read(of.plan().get());
            int endpoints = of.endpoints().size();
            if (plan.endpoints() != endpoints) {
                throw new IllegalArgumentException("is a plan for " + plan.endpoints() + " endpoints, but there are "
                        + endpoints + "\nName the endpoints of the run that left it, in their order.");
            }
            if (plan.overAncestor() && of.ancestor().isEmpty()) {
                throw new IllegalArgumentException("is a plan of changes from an ancestor, and there is none"
                        + "\nName the model that all endpoints are copies of with ancestor.");
            }
            return Optional.of(plan);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file.told(place + "plan", String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new ConfigException(file.problem(
                    place + "plan",
                    "cannot be read: " + e.getMessage(),
                    "Name the plan.json that an interpolate job leaves beside its report."));
        }
    }

    /** Refuses labels that are answers of several tokens. */
    public void labels(Labels labels) {
        if (labels.answers().isPresent()) {
            at(
                    place.isEmpty() ? "data" : place.substring(0, place.length() - 1),
                    "the labels are answers of several tokens",
                    "Mixes follow how sure the endpoints are of one class: give labels n, and leave tokens out of the"
                            + " transforms.");
        }
    }

    /** Refuses models whose weights cannot be mixed. */
    public void mixable() {
        of.mixed().forEach(this::requireMixable);
    }

    private void requireMixable(String name) {
        if (!settings.capabilities(name).contains(Capability.MIX)) {
            at(
                    "models." + name,
                    "the weights of this model cannot be mixed"
                            + Offered.reason(settings.providerOf(name), Capability.MIX),
                    "Take " + offered.with(Capability.MIX)
                            + (place.isEmpty() ? "; or record what the endpoints put out." : "."));
        }
        for (String source : settings.sources(name)) {
            ModelSettings model = settings.model(source);
            if (model.transforms().isPresent() || model.serve().isPresent()) {
                String key = model.transforms().isPresent() ? "transforms" : "serve";
                at(
                        "models." + source + "." + key,
                        "a model whose weights are mixed has no " + key + " of its own",
                        model.transforms().isPresent() ? "Put them into the job's data." : "Leave serve out.");
            }
        }
    }

    /** Refuses networks of other sizes, where those can be told before they are opened, and too little memory. */
    public void sizes(Function<String, ModelRecipe> recipes) {
        OptionalLong first = size(recipes.apply(of.endpoints().get(0)));
        try {
            first.ifPresent(size -> of.limit().kept(size));
        } catch (IllegalArgumentException e) {
            problems.add(told(file, place, "endpoints", e));
        }
        for (String name : of.mixed()) {
            OptionalLong size = size(recipes.apply(name));
            if (first.isPresent() && size.isPresent() && first.getAsLong() != size.getAsLong()) {
                int at = of.endpoints().indexOf(name);
                problem(
                        at < 0 ? "ancestor" : "endpoints[" + at + "]",
                        "'" + name + "' has " + size.getAsLong() + " weights, '"
                                + of.endpoints().get(0) + "' has " + first.getAsLong(),
                        "Weights of one network alone can be mixed: name copies of one model.");
            }
        }
    }

    private static OptionalLong size(ModelRecipe recipe) {
        return recipe.provider().parameters(recipe.context());
    }

    /**
     * Why an interpolator will not take what endpoints put out, tried on logits that are all zero.
     *
     * @param stream     of examples that it is fitted to
     * @param validation labelled examples, where there are some
     */
    public void rehearse(Interpolator interpolator, Examples stream, Optional<Examples> validation) {
        PlanFitting fitting = new PlanFitting(
                interpolator,
                file.origin(interpolator).component(),
                of.ancestor().isPresent(),
                settings.seed());
        int k = stream.labels().classes();
        try {
            fitting.plan(
                    zeros(stream, k),
                    validation.map(examples -> new InterpolationValidation(
                            zeros(examples, k), examples.labels(), Optional.of(coefficients -> 0))));
        } catch (IllegalArgumentException e) {
            problems.add(file.problem(interpolator, String.valueOf(e.getMessage())));
        }
    }

    private List<Logits> zeros(Examples examples, int k) {
        return Collections.nCopies(
                of.endpoints().size(), new Logits(examples.size(), k, new float[examples.size() * k]));
    }

    /** What readers should know of endpoints of a checked job: that they come from networks without a common start. */
    public static Optional<String> note(ModelsOfJob settings, InterpolationSettings of) {
        List<String> origins = of.endpoints().stream()
                .map(name -> settings.lineage(name))
                .map(lineage -> lineage.get(lineage.size() - 1))
                .distinct()
                .toList();
        boolean areStarted = origins.stream()
                .map(settings::providerOf)
                .allMatch(provider -> provider.training().isPresent()
                        && SettingsTree.files(provider).isEmpty());
        return origins.size() > 1 && areStarted
                ? Optional.of("endpoints: " + String.join(" and ", origins)
                        + " each learn from first weights of their own, and mixes of such networks are seldom of use;"
                        + " copies of one model have from")
                : Optional.empty();
    }

    /**
     * What endpoints or their limit refuse, at its place.
     *
     * @param otherwise the key of what is not about memory
     */
    public static Problem told(Bound<?> file, String place, String otherwise, IllegalArgumentException refusal) {
        String message = String.valueOf(refusal.getMessage());
        String memory = "memory: ";
        return message.startsWith(memory)
                ? file.told(place + "memory", message.substring(memory.length()))
                : file.told(place + otherwise, message);
    }

    private void problem(String path, String message, String remedy) {
        at(place + path, message, remedy);
    }

    private void at(String path, String message, String remedy) {
        problems.add(file.problem(path, message, remedy));
    }
}
