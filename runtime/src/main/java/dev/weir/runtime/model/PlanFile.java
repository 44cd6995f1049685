package dev.weir.runtime.model;

import dev.weir.api.interpolation.Expertise;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.Mix;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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
public final class PlanFile {
    private PlanFile() {}

    /** The plan as JSON. */
    public static ObjectNode node(InterpolationPlan plan) {
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
    public static InterpolationPlan read(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw notAPlan(file, "it is a folder");
        }
        try {
            return plan(JsonMapper.shared().readTree(Files.readString(file)));
        } catch (CharacterCodingException e) {
            throw notAPlan(file, "it is no text");
        } catch (JacksonException e) {
            throw notAPlan(file, "it is no JSON");
        } catch (IllegalArgumentException e) {
            throw notAPlan(
                    file, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static IllegalArgumentException notAPlan(Path file, String why) {
        return new IllegalArgumentException("'" + file.getFileName() + "' is no plan: " + why
                + "\nAn interpolate job leaves plan.json beside its report.");
    }

    private static InterpolationPlan plan(JsonNode node) {
        Optional<Expertise> expertise = node.has("expertise")
                ? Optional.of(new Expertise(
                        numbers(node.path("expertise"), "temperatures"),
                        number(node.path("expertise"), "offset"),
                        numbers(node.path("expertise"), "priors"),
                        number(node.path("expertise"), "scale")))
                : Optional.empty();
        if (!node.path("mixes").isArray()) {
            throw new IllegalArgumentException("it lacks 'mixes'");
        }
        if (!node.path("endpoints").isInt()) {
            throw new IllegalArgumentException("its 'endpoints' is no whole number");
        }
        if (!node.path("overAncestor").isBoolean()) {
            throw new IllegalArgumentException("its 'overAncestor' is neither true nor false");
        }
        boolean overAncestor = node.path("overAncestor").booleanValue();
        List<Mix> mixes = new ArrayList<>();
        for (JsonNode entry : node.path("mixes")) {
            List<Double> coefficients = numbers(entry, "coefficients");
            if (!overAncestor) {
                requireShares(coefficients);
            }
            mixes.add(
                    entry.has("alpha")
                            ? new Mix(
                                    coefficients,
                                    Optional.of(new Mix.Cluster(
                                            number(entry, "alpha"), number(entry, "beta"), number(entry, "logWeight"))))
                            : Mix.of(coefficients));
        }
        return new InterpolationPlan(node.path("endpoints").intValue(), overAncestor, expertise, mixes);
    }

    private static void requireShares(List<Double> coefficients) {
        double sum = coefficients.stream().mapToDouble(Double::doubleValue).sum();
        if (!coefficients.stream().allMatch(c -> c >= 0 && c <= 1) || !(Math.abs(sum - 1) <= 1e-9)) {
            throw new IllegalArgumentException(
                    "the coefficients " + coefficients + " are not in [0, 1] with the sum 1");
        }
    }

    private static List<Double> numbers(JsonNode node, String key) {
        if (!node.path(key).isArray()) {
            throw new IllegalArgumentException("it lacks '" + key + "'");
        }
        List<Double> numbers = new ArrayList<>();
        for (JsonNode number : node.path(key)) {
            if (!number.isNumber()) {
                throw new IllegalArgumentException("'" + key + "' holds " + number + ", which is no number");
            }
            numbers.add(number.doubleValue());
        }
        return numbers;
    }

    private static double number(JsonNode node, String key) {
        if (!node.path(key).isNumber()) {
            throw new IllegalArgumentException("it lacks '" + key + "'");
        }
        return node.path(key).doubleValue();
    }
}
