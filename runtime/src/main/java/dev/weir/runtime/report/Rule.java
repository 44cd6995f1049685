package dev.weir.runtime.report;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A deferral rule in words. */
final class Rule {

    private Rule() {}

    /**
     * Says what a stage does with the examples that reach it.
     *
     * @param rule       the stage's {@code rule}; may be null in the JSON sense, or missing
     * @param confidence the name of the confidence that {@code accept} is compared with
     */
    static String words(JsonNode rule, String confidence) {
        String deferral = rule.path("score").isNull() || rule.path("score").isMissingNode()
                ? "answers all that reach it"
                : deferral(component(rule.path("score")), rule.path("low"), rule.path("high"));
        JsonNode accept = rule.path("accept");
        return accept.isNumber()
                ? deferral + "; abstains when " + confidence + " < " + Numbers.threshold(accept.doubleValue())
                : deferral;
    }

    private static String deferral(String score, JsonNode low, JsonNode high) {
        if (neverDefers(low, high)) {
            return "never passes on";
        }
        if (!low.isNumber() && !high.isNumber()) {
            return "passes everything on";
        }
        if (!low.isNumber()) {
            return "passes on when " + score + " ≤ " + Numbers.threshold(high.doubleValue());
        }
        if (!high.isNumber()) {
            return "passes on when " + score + " ≥ " + Numbers.threshold(low.doubleValue());
        }
        return "passes on when " + Numbers.threshold(low.doubleValue()) + " ≤ " + score + " ≤ "
                + Numbers.threshold(high.doubleValue());
    }

    private static boolean neverDefers(JsonNode low, JsonNode high) {
        return low.isNumber() && high.isNumber() && low.doubleValue() > high.doubleValue();
    }

    /** A component by name, with its settings in brackets where it has some. */
    static String component(JsonNode component) {
        if (!component.isObject()) {
            return component.asString("");
        }
        String name = component.path("use").asString("");
        String settings = component.path("with").properties().stream()
                .map(setting -> setting.getKey() + " "
                        + (setting.getValue().isContainer()
                                ? component(setting.getValue())
                                : setting.getValue().asString("none")))
                .collect(Collectors.joining(", "));
        return settings.isEmpty() ? name : name + " (" + settings + ")";
    }
}
