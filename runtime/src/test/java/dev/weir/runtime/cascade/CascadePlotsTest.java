package dev.weir.runtime.cascade;

import static dev.weir.runtime.cascade.Recordings.MAX_LOGIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.metrics.RiskCoverageCurve;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CascadePlotsTest {
    private final CascadePlots plots = new CascadePlots();

    @Test
    void aShortCurveIsDrawnPointByPoint() {
        plots.curve(
                "small",
                RiskCoverageCurve.of(new double[] {0.9, 0.8, 0.7, 0.6}, new boolean[] {true, false, true, true}));

        JsonNode curve = plots.done().get("riskCoverage").get(0);
        assertThat(curve.get("name").asString()).isEqualTo("small");
        assertThat(curve.get("points")).hasSize(4);
        assertThat(curve.get("points").get(1)).hasToString("[0.5,0.5]");
        assertThat(curve.get("points").get(3)).hasToString("[1.0,0.25]");
    }

    @Test
    void aLongCurveIsThinnedOutAndKeepsItsLastPoint() {
        int n = 10_007;
        double[] confidence = IntStream.range(0, n).mapToDouble(row -> row).toArray();
        boolean[] right = new boolean[n];
        Arrays.fill(right, true);
        right[0] = false; // the least sure

        plots.curve("large", RiskCoverageCurve.of(confidence, right));

        JsonNode points = plots.done().get("riskCoverage").get(0).get("points");
        assertThat(points.size()).isBetween(300, 402);
        assertThat(points.get(points.size() - 1).get(0).asDouble()).isEqualTo(1);
        assertThat(points.get(points.size() - 1).get(1).asDouble()).isCloseTo(1.0 / n, within(1e-15));
    }

    @Test
    void scoresAreCountedInFortyBinsFromTheLeastToTheMost() {
        plots.scores("small", DeferralRule.below(MAX_LOGIT, 0.5), new double[] {0, 0.024, 0.026, 1, 1}, new boolean[] {
            true, false, true, true, false
        });

        JsonNode scores = plots.done().get("scores").get(0);
        assertThat(scores.get("stage").asString()).isEqualTo("small");
        assertThat(scores.get("score").asString()).isEqualTo("max-logit");
        assertThat(scores.get("low").isNull()).isTrue();
        assertThat(scores.get("high").asDouble()).isEqualTo(Math.nextDown(0.5));
        assertThat(scores.get("edges")).hasSize(41);
        assertThat(scores.get("edges").get(40).asDouble()).isEqualTo(1);
        assertThat(counts(scores.get("right"))).startsWith(1, 1, 0).endsWith(0, 1);
        assertThat(counts(scores.get("wrong"))).startsWith(1, 0, 0).endsWith(0, 1);
    }

    @Test
    void scoresThatAreAllEqualStandInTheFirstBin() {
        plots.scores("small", DeferralRule.never(MAX_LOGIT), new double[] {3, 3, 3}, new boolean[] {true, true, false});

        JsonNode scores = plots.done().get("scores").get(0);
        assertThat(counts(scores.get("right"))).startsWith(2, 0);
        assertThat(counts(scores.get("wrong"))).startsWith(1, 0);
        assertThat(scores.get("edges").get(0).asDouble()).isEqualTo(3);
        assertThat(scores.get("edges").get(1).asDouble()).isEqualTo(4);
    }

    private static Integer[] counts(JsonNode bins) {
        return StreamSupport.stream(bins.spliterator(), false)
                .map(JsonNode::asInt)
                .toArray(Integer[]::new);
    }
}
