package dev.weir.runtime.model;

import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.runtime.plugin.Component;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One model of several: each example is answered by the mix of the endpoints' weights that a frozen plan says. Where the
 * plan looks at examples, the endpoints are asked first. What it answers does not depend on the rest of a batch, but for
 * the last bits.
 *
 * <p>Saved, it is a folder for each of its networks, and the plan.
 *
 * @param networks closed with this
 * @param plan     for as many endpoints; over an ancestor only where there is one
 */
public record InterpolatedModel(Networks networks, InterpolationPlan plan) implements Model {
    private static final String PLAN = "plan.json";
    private static final String REMEDY = "\nCopy the whole bundle again, or run the job again.";

    public InterpolatedModel {
        if (networks.endpoints() != plan.endpoints() || (plan.overAncestor() && !networks.hasAncestor())) {
            throw new IllegalArgumentException(
                    "a plan for " + plan.endpoints() + " endpoints" + (plan.overAncestor() ? " and an ancestor" : "")
                            + " got " + networks.endpoints() + (networks.hasAncestor() ? " and an ancestor" : ""));
        }
    }

    /**
     * Opens what {@link #save} has written.
     *
     * @param providers  of the endpoints, and of the ancestor after them
     * @param components the providers'
     * @param endpoints  how many endpoints there are
     * @param limit      of kept mixes
     * @throws IllegalArgumentException when the folder does not hold such a model; the message names the file
     */
    static InterpolatedModel restored(
            List<ModelProvider> providers,
            List<Component> components,
            ModelContext context,
            Path folder,
            int endpoints,
            MixLimit limit)
            throws IOException {
        InterpolationPlan plan = plan(folder.resolve(PLAN));
        int all = plan.endpoints() + (plan.overAncestor() ? 1 : 0);
        if (plan.endpoints() != endpoints || all > providers.size()) {
            throw new IllegalArgumentException(folder.resolve(PLAN) + " is a plan of " + all + " networks, "
                    + plan.endpoints() + " of them endpoints, and the bundle has " + providers.size() + " and "
                    + endpoints + REMEDY);
        }
        List<Networks.Network> networks = new ArrayList<>();
        try {
            for (int i = 0; i < all; i++) {
                Model restored = providers.get(i).restore(context, Networks.folder(folder, i));
                networks.add(Networks.Network.of(String.valueOf(i), restored, components.get(i)));
            }
        } catch (IOException | RuntimeException e) {
            networks.forEach(Networks.Network::close);
            throw e;
        }
        return new InterpolatedModel(new Networks(networks, endpoints, limit), plan);
    }

    private static InterpolationPlan plan(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("the file " + file + " is missing" + REMEDY);
        }
        try {
            return PlanFile.read(file);
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IllegalArgumentException(file + ": " + why + REMEDY, e);
        }
    }

    /** Logits alone, whatever is needed besides. */
    @Override
    public Outputs outputs(Inputs inputs, Set<Need> needs) {
        int n = inputs.rows();
        if (n == 0) {
            return Outputs.of(networks.logits(inputs).get(0));
        }
        Assignment mixes = plan.looksAtExamples()
                ? Assignment.of(plan, plan.coefficients(networks.logits(inputs)))
                : Assignment.ofAll(plan.mixes().get(0).coefficients(), n);
        try {
            return Outputs.of(networks.answers(inputs, mixes, plan.overAncestor()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of all networks: each is held. */
    @Override
    public OptionalLong parameters() {
        return networks.parameters();
    }

    /** Of the mix, and of the endpoints where they are asked before. */
    @Override
    public OptionalLong macs() {
        int passes = 1 + (plan.looksAtExamples() ? plan.endpoints() : 0);
        OptionalLong one = networks.macs();
        return one.isPresent() ? OptionalLong.of(passes * one.getAsLong()) : one;
    }

    @Override
    public void save(Path folder) throws IOException {
        networks.save(folder, plan.overAncestor());
        Files.writeString(folder.resolve(PLAN), PlanFile.node(plan).toPrettyString());
    }

    @Override
    public void close() {
        networks.close();
    }
}
