package dev.weir.runtime.interpolate;

import dev.weir.api.interpolation.Expertise;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.Mix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A plan as JSON. Numbers are written so that they are read back bit for bit. */
final class PlanFile {
    private PlanFile() {}

    static ObjectNode node(InterpolationPlan plan) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("endpoints", plan.endpoints());
        node.put("overAncestor", plan.overAncestor());
        plan.expertise().ifPresent(of -> {
            ObjectNode expertise = node.putObject("expertise");
            of.temperatures().forEach(expertise.putArray("temperatures")::add);
            expertise.put("offset", of.offset());
            of.priors().forEach(expertise.putArray("priors")::add);
            expertise.put("scale", of.scale());
        });
        var mixes = node.putArray("mixes");
        for (Mix mix : plan.mixes()) {
            ObjectNode entry = mixes.addObject();
            mix.coefficients().forEach(entry.putArray("coefficients")::add);
            mix.cluster()
                    .ifPresent(cluster -> entry.put("alpha", cluster.alpha())
                            .put("beta", cluster.beta())
                            .put("logWeight", cluster.logWeight()));
        }
        return node;
    }

    /**
     * Reads what {@link #node} gave.
     *
     * @throws IllegalArgumentException when the file holds no plan
     */
    static InterpolationPlan read(Path file) throws IOException {
        JsonNode node;
        try {
            node = JsonMapper.shared().readTree(Files.readString(file));
        } catch (JacksonException e) {
            throw notAPlan(file, "it is no JSON");
        }
        Optional<Expertise> expertise = node.has("expertise")
                ? Optional.of(new Expertise(
                        numbers(file, node.path("expertise"), "temperatures"),
                        number(file, node.path("expertise"), "offset"),
                        numbers(file, node.path("expertise"), "priors"),
                        number(file, node.path("expertise"), "scale")))
                : Optional.empty();
        if (!node.path("mixes").isArray()) {
            throw notAPlan(file, "it lacks 'mixes'");
        }
        boolean overAncestor = node.path("overAncestor").asBoolean(false);
        List<Mix> mixes = new ArrayList<>();
        for (JsonNode entry : node.path("mixes")) {
            List<Double> coefficients = numbers(file, entry, "coefficients");
            if (!overAncestor) {
                requireShares(file, coefficients);
            }
            mixes.add(
                    entry.has("alpha")
                            ? new Mix(
                                    coefficients,
                                    Optional.of(new Mix.Cluster(
                                            number(file, entry, "alpha"),
                                            number(file, entry, "beta"),
                                            number(file, entry, "logWeight"))))
                            : Mix.of(coefficients));
        }
        return new InterpolationPlan((int) number(file, node, "endpoints"), overAncestor, expertise, mixes);
    }

    private static void requireShares(Path file, List<Double> coefficients) {
        double sum = coefficients.stream().mapToDouble(Double::doubleValue).sum();
        if (!coefficients.stream().allMatch(c -> c >= 0 && c <= 1) || !(Math.abs(sum - 1) <= 1e-9)) {
            throw notAPlan(file, "the coefficients " + coefficients + " are not in [0, 1] with the sum 1");
        }
    }

    private static List<Double> numbers(Path file, JsonNode node, String key) {
        if (!node.path(key).isArray()) {
            throw notAPlan(file, "it lacks '" + key + "'");
        }
        List<Double> numbers = new ArrayList<>();
        for (JsonNode number : node.path(key)) {
            numbers.add(number.asDouble(Double.NaN)); // which no plan takes
        }
        return numbers;
    }

    private static double number(Path file, JsonNode node, String key) {
        if (!node.path(key).isNumber()) {
            throw notAPlan(file, "it lacks '" + key + "'");
        }
        return node.path(key).doubleValue();
    }

    private static IllegalArgumentException notAPlan(Path file, String why) {
        return new IllegalArgumentException("'" + file.getFileName() + "' is no plan: " + why
                + "\nAn interpolate job leaves plan.json beside its report.");
    }
}
