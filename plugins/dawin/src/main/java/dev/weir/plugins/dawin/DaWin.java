package dev.weir.plugins.dawin;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Logits;
import dev.weir.api.Name;
import dev.weir.api.Paper;
import dev.weir.api.Require;
import dev.weir.api.interpolation.Expertise;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.InterpolationTask;
import dev.weir.api.interpolation.InterpolationValidation;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.api.interpolation.Mix;
import dev.weir.api.metrics.LikeliestTemperature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/**
 * Mixes the weights of fine-tuned copies for each example by how sure each copy is of it: the coefficient of an
 * endpoint is in proportion to {@code exp(-H)}, {@code H} being the entropy of its softmax. The coefficients are
 * clustered by a mixture of Beta distributions, so that a stream of any length is served by few mixes.
 *
 * @param mode            how many mixes there are
 * @param clusters        components of the mixture of Beta distributions
 * @param offset          draws the coefficients towards the endpoint that is surer of the whole stream
 * @param temperatures    divide the logits of each endpoint; none for 1
 * @param fitTemperatures on the validation split, instead
 * @param fitting         what the plan is fitted to
 * @param restarts        of the mixture's fit
 * @param scale           coefficients multiply changes from the ancestor and add up to it; for mode {@code domain}
 * @see <a href="https://arxiv.org/abs/2410.03782">Oh et al., DaWin: Training-free Dynamic Weight Interpolation for
 *     Robust Adaptation, 2024</a>
 */
@Extension
@Name("dawin")
@Doc("a mix of weights for each example, by how sure each endpoint is of it")
@Paper("Oh et al., DaWin: Training-free Dynamic Weight Interpolation for Robust Adaptation, 2024,"
        + " https://arxiv.org/abs/2410.03782")
public record DaWin(
        @Default("cluster")
        @Doc("sample: a mix for each example; cluster: one for each cluster of them; domain: one for the whole stream")
        Mode mode,

        @Default("3") @Doc("how many clusters, in mode cluster; at least 1")
        int clusters,

        @Default("false")
        @Doc("whether coefficients are drawn towards the endpoint that is surer of the whole stream, by the spread of"
                + " the entropies; the published runs do")
        boolean offset,

        @Default("[]") @Doc("divide the logits of each endpoint before the softmax, such as [0.96, 1.01]; 1 when empty")
        List<Double> temperatures,

        @Default("false") @Doc("whether each endpoint gets the temperature that makes the validation split most likely")
        boolean fitTemperatures,

        @Default("transductive")
        @Doc(
                "transductive, or { warm-up: 200 }: what the plan is fitted to; a plan that was fitted before is named by plan,"
                        + " instead of the interpolator")
        Fitting fitting,

        @Default("3") @Doc("how often the mixture's fit begins anew; at least 1")
        int restarts,

        @Doc("what the coefficients of the changes from the ancestor add up to, in mode domain; published 0.3 times the"
                + " number of endpoints. Without it weights themselves are mixed, and coefficients add up to 1")
        OptionalDouble scale)
        implements Interpolator {

    public DaWin {
        Require.atLeast("clusters", 1, clusters);
        Require.atLeast("restarts", 1, restarts);
        temperatures = List.copyOf(temperatures);
        temperatures.forEach(temperature -> Require.positive("temperatures", temperature));
        scale.ifPresent(value -> Require.positive("scale", value));
        if (fitTemperatures && !temperatures.isEmpty()) {
            throw new IllegalArgumentException(
                    "temperatures are given and are to be fitted\nLeave fit-temperatures or temperatures out.");
        }
        if (scale.isPresent() && mode != Mode.DOMAIN) {
            throw new IllegalArgumentException(
                    "scale belongs to mode domain: changes from an ancestor are added once for the whole stream"
                            + "\nWrite mode: domain, or leave scale out.");
        }
        if (fitting instanceof Fitting.WarmUp warmUp && mode == Mode.CLUSTER && warmUp.examples() < clusters) {
            throw new IllegalArgumentException("fitting: " + warmUp.examples() + " examples cannot make " + clusters
                    + " clusters\nWarm up on more examples, or take fewer clusters.");
        }
    }

    @Override
    public InterpolationPlan plan(InterpolationTask task) {
        requireFitting(task);
        List<Logits> stream = fitted(task.endpoints());
        List<String> notes = new ArrayList<>(notes(task));
        Expertise expertise = expertise(temperatures(task), stream, notes);
        double[][] coefficients = new double[stream.get(0).rows()][stream.size()];
        for (int row = 0; row < coefficients.length; row++) {
            expertise.shares(stream, row, coefficients[row]);
        }
        List<Mix> mixes = switch (mode) {
            case SAMPLE -> List.of();
            case DOMAIN -> List.of(mean(coefficients));
            case CLUSTER -> clusters(coefficients, task.seed());
        };
        return new InterpolationPlan(stream.size(), scale.isPresent(), Optional.of(expertise), mixes, notes);
    }

    private void requireFitting(InterpolationTask task) {
        int endpoints = task.endpoints().size();
        if (endpoints > 2 && mode != Mode.DOMAIN) {
            throw new IllegalArgumentException("mode: " + endpoints + " endpoints have one mix for the whole stream"
                    + "\nWrite mode: domain, or name two endpoints.");
        }
        if (!temperatures.isEmpty() && temperatures.size() != endpoints) {
            throw new IllegalArgumentException("temperatures: " + temperatures.size() + " for " + endpoints
                    + " endpoints\nGive each endpoint one, in their order.");
        }
        if (scale.isPresent() && !task.hasAncestor()) {
            throw new IllegalArgumentException("scale: there is no ancestor whose changes it could scale"
                    + "\nName the model that all endpoints are copies of with ancestor, or leave scale out.");
        }
        int rows = fitted(task.endpoints()).get(0).rows();
        if (mode == Mode.CLUSTER && rows < clusters) {
            throw new IllegalArgumentException("clusters: " + rows + (rows == 1 ? " example" : " examples")
                    + " cannot make " + clusters + "\nTake as many as there are examples at most.");
        }
    }

    private List<Logits> fitted(List<Logits> stream) {
        int n = stream.get(0).rows();
        int rows = fitting instanceof Fitting.WarmUp warmUp ? Math.min(n, warmUp.examples()) : n;
        return stream.stream().map(logits -> logits.rows(0, rows)).toList();
    }

    private List<String> notes(InterpolationTask task) {
        List<String> notes = new ArrayList<>();
        int n = task.endpoints().get(0).rows();
        if (fitting instanceof Fitting.WarmUp warmUp && warmUp.examples() > n) {
            notes.add("fitting: the stream has " + n + " examples, fewer than the warm-up of " + warmUp.examples()
                    + ", so the plan is fitted to all of it");
        }
        if (mode == Mode.DOMAIN && task.hasAncestor() && scale.isEmpty()) {
            notes.add("scale: without it the ancestor has no part in this mix of the endpoints' weights");
        }
        return notes;
    }

    private List<Double> temperatures(InterpolationTask task) {
        if (!fitTemperatures) {
            return temperatures.isEmpty() ? Collections.nCopies(task.endpoints().size(), 1.0) : temperatures;
        }
        InterpolationValidation validation = task.validation()
                .orElseThrow(() -> new IllegalArgumentException("fit-temperatures: there is no validation split"
                        + "\nGive validation a share, or give the temperatures."));
        return validation.endpoints().stream()
                .map(logits -> LikeliestTemperature.of(logits, validation.labels()))
                .toList();
    }

    private Expertise expertise(List<Double> divisors, List<Logits> stream, List<String> notes) {
        int endpoints = stream.size();
        List<Double> equal = Collections.nCopies(endpoints, 1.0 / endpoints);
        if (!offset) {
            return new Expertise(divisors, 0, equal, scale.orElse(1));
        }
        double[][] entropies = new double[endpoints][];
        for (int i = 0; i < endpoints; i++) {
            Logits logits = stream.get(i);
            double temperature = divisors.get(i);
            entropies[i] = logits.mapRows(row -> logits.entropy(row, temperature));
        }
        OffsetStatistics statistics = OffsetStatistics.of(entropies);
        if (!statistics.flat().isEmpty()) {
            String of = stream.get(0).rows() == 1
                    ? "one example has no spread of entropies"
                    : "endpoint "
                            + statistics.flat().stream()
                                    .map(place -> String.valueOf(place + 1))
                                    .collect(Collectors.joining(" and "))
                            + " is certain of every example, and its entropies have no spread";
            notes.add("offset: " + of + ", which counts as 0");
        }
        return new Expertise(divisors, statistics.offset(), statistics.priors(), scale.orElse(1));
    }

    private static Mix mean(double[][] coefficients) {
        double[] mean = new double[coefficients[0].length];
        for (double[] row : coefficients) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i] / coefficients.length;
            }
        }
        return Mix.of(Arrays.stream(mean).boxed().toList());
    }

    private List<Mix> clusters(double[][] coefficients, long seed) {
        double[] last = new double[coefficients.length];
        Arrays.setAll(last, row -> coefficients[row][1]);
        return BetaMixture.fit(last, clusters, restarts, seed).mixes();
    }
}
