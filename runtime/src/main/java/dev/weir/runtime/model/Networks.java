package dev.weir.runtime.model;

import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.data.Examples;
import dev.weir.api.model.MixableModel;
import dev.weir.api.model.Model;
import dev.weir.api.model.WeightSet;
import dev.weir.runtime.plugin.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Endpoints of one network, and where there is one the ancestor behind them: asked as they are, or mixed. */
public final class Networks implements AutoCloseable {
    private final List<Network> networks;
    private final int endpoints;
    private final List<WeightSet> weights;
    private final MixServer server;

    /**
     * Networks.
     *
     * @param networks  the endpoints, and the ancestor after them where there is one; closed with this, and when they
     *     are refused
     * @param endpoints how many of them are endpoints
     * @param limit     of kept mixes
     * @throws IllegalArgumentException when they are not of one network, or the limit has no place for one mix
     */
    public Networks(List<Network> networks, int endpoints, MixLimit limit) {
        this.networks = List.copyOf(networks);
        this.endpoints = endpoints;
        try {
            List<WeightSet> sets = new ArrayList<>();
            for (int i = 0; i < networks.size(); i++) {
                WeightSet own = networks.get(i).model().weights();
                sets.add(
                        i == 0 ? own : ordered(own, sets.get(0), networks.get(i).name()));
            }
            this.weights = List.copyOf(sets);
            Network first = networks.get(0);
            this.server = new MixServer(first.model(), weights, first.component(), limit.kept(weights.get(0)));
        } catch (RuntimeException e) {
            networks.forEach(Network::close);
            throw e;
        }
    }

    private static WeightSet ordered(WeightSet own, WeightSet first, String name) {
        try {
            return first.ordered(own);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + name + "' has " + e.getMessage() + "\nName copies of one model.", e);
        }
    }

    /**
     * One of them.
     *
     * @param name      for people
     * @param model     closed with this
     * @param component its provider
     */
    public record Network(String name, MixableModel model, Component component) implements AutoCloseable {

        /** Of a model whose weights can be mixed, as its settings tell; it is closed where they cannot. */
        public static Network of(String name, Model model, Component component) {
            if (model instanceof MixableModel mixable) {
                return new Network(name, mixable, component);
            }
            model.close();
            throw component.broken(
                    "opened a model whose weights cannot be mixed", "one that can, as its settings tell", null);
        }

        Logits logits(Inputs inputs) {
            return new CheckedModel(model, component).outputs(inputs, Set.of()).logits();
        }

        @Override
        public void close() {
            model.close();
        }
    }

    /**
     * With an ancestor behind the endpoints; these are not to be used any more.
     *
     * @throws IllegalArgumentException when it is not of their network; all are closed then
     */
    public Networks withAncestor(Network ancestor, MixLimit limit) {
        server.forget();
        List<Network> all = new ArrayList<>(networks);
        all.add(ancestor);
        return new Networks(all, endpoints, limit);
    }

    /** How many endpoints there are. */
    public int endpoints() {
        return endpoints;
    }

    /** Whether an ancestor stands behind the endpoints. */
    public boolean hasAncestor() {
        return networks.size() > endpoints;
    }

    /** Of each endpoint, and of the ancestor after them. */
    public List<WeightSet> weights() {
        return weights;
    }

    /** What each endpoint puts out. */
    public List<Logits> logits(Inputs inputs) {
        return networks.subList(0, endpoints).stream()
                .map(network -> network.logits(inputs))
                .toList();
    }

    /**
     * Answers examples with mixes.
     *
     * @param inputs       at least one
     * @param mixes        the coefficients of the endpoints, for each example
     * @param overAncestor whether they multiply what fine-tuning changed, and the ancestor has what is left of 1
     */
    public Logits answers(Inputs inputs, Assignment mixes, boolean overAncestor) throws IOException {
        return server.answers(inputs, hasAncestor() ? mixes.map(mix -> withAncestor(mix, overAncestor)) : mixes);
    }

    private static List<Double> withAncestor(List<Double> mix, boolean overAncestor) {
        List<Double> all = new ArrayList<>(mix);
        double sum = mix.stream().mapToDouble(Double::doubleValue).sum();
        all.add(overAncestor ? 1 - sum : 0);
        return List.copyOf(all);
    }

    /** Answers examples with weights of their own, which are not kept. */
    public Logits answers(Inputs inputs, WeightSet of) throws IOException {
        return server.answers(inputs, of);
    }

    /** The share of right answers of the weights that are the sum of the endpoints' times their coefficients. */
    public double accuracy(Examples examples, List<Double> coefficients) throws IOException {
        return accuracy(
                answers(examples.inputs(), Assignment.ofAll(coefficients, examples.size()), false), examples.labels());
    }

    /** The share of right answers of weights of their own. */
    public double accuracy(Examples examples, WeightSet of) throws IOException {
        return accuracy(answers(examples.inputs(), of), examples.labels());
    }

    private static double accuracy(Logits logits, Labels labels) {
        return right(logits, labels) / (double) labels.size();
    }

    /** How many answers are right. */
    public static int right(Logits logits, Labels labels) {
        int right = 0;
        for (int row = 0; row < labels.size(); row++) {
            right += logits.argMax(row) == labels.at(row) ? 1 : 0;
        }
        return right;
    }

    /** How many examples have been answered with mixes; the endpoints' own answers do not count. */
    public long forwards() {
        return server.forwards();
    }

    /** The trained numbers of all; empty when nobody knows. */
    OptionalLong parameters() {
        OptionalLong one = networks.get(0).model().parameters();
        return one.isPresent() ? OptionalLong.of(networks.size() * one.getAsLong()) : one;
    }

    /** Multiply-accumulate operations of one of them; empty when nobody knows. */
    OptionalLong macs() {
        return networks.get(0).model().macs();
    }

    /** Writes the endpoints, and the ancestor where it is asked for, each into a folder named after its place. */
    void save(Path folder, boolean withAncestor) throws IOException {
        for (int i = 0; i < (withAncestor ? networks.size() : endpoints); i++) {
            networks.get(i).model().save(Files.createDirectories(folder(folder, i)));
        }
    }

    /** Where the model of a place was saved. */
    static Path folder(Path folder, int place) {
        return folder.resolve(String.valueOf(place));
    }

    @Override
    public void close() {
        server.close();
        networks.forEach(Network::close);
    }
}
