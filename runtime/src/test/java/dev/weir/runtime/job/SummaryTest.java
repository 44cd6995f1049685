package dev.weir.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.metrics.Interval;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SummaryTest {

    @Test
    void theIntervalOfOneTwoAndThreeIsTwoPlusMinusTheQuantileOverRootThree() {
        // s = 1, n = 3, and the 0.975 quantile of t with 2 degrees of freedom is 4.302652729911275
        Interval interval = Summary.interval(new double[] {1, 2, 3}).orElseThrow();

        assertThat(interval.low()).isCloseTo(2 - 4.302652729911275 / Math.sqrt(3), within(1e-9));
        assertThat(interval.high()).isCloseTo(2 + 4.302652729911275 / Math.sqrt(3), within(1e-9));
    }

    @Test
    void theIntervalOfTwoValuesIsTheTangentOfTheCauchyDistribution() {
        // with 1 degree of freedom the 0.975 quantile is tan(0.475 pi); s / root 2 = 1/2
        Interval interval = Summary.interval(new double[] {0, 1}).orElseThrow();

        assertThat(interval.high()).isCloseTo(0.5 + Math.tan(0.475 * Math.PI) / 2, within(1e-9));
    }

    @Test
    void equalValuesHaveThemselvesAsMeanAndBothEnds() {
        double[] values = {0.1, 0.1, 0.1};

        assertThat(Summary.mean(values)).isEqualTo(0.1);
        assertThat(Summary.interval(values)).contains(new Interval(0.1, 0.1));
    }

    @Test
    void oneValueHasNoInterval() {
        assertThat(Summary.interval(new double[] {0.5})).isEmpty();
    }

    @Test
    void numbersAreAveragedAtEveryLevel() {
        JsonNode cascade = summary(
                        "{cascade: {accuracy: 0.5, coverageAtRisk: {'0.05': 0.2}, answeredBy: [0.25, 0.75]}}",
                        "{cascade: {accuracy: 1, coverageAtRisk: {'0.05': 0.4}, answeredBy: [0.75, 0.25]}}")
                .at("/0/cascade");

        assertThat(cascade.get("accuracy").asDouble()).isEqualTo(0.75);
        assertThat(cascade.at("/coverageAtRisk/0.05").asDouble()).isCloseTo(0.3, within(1e-12));
        assertThat(cascade.get("answeredBy")).isEqualTo(json("[0.5, 0.5]"));
        assertThat(cascade.at("/intervals/accuracy")).hasSize(2);
        assertThat(cascade.at("/intervals/coverageAtRisk/0.05")).hasSize(2);
        assertThat(cascade.get("reasons")).isEmpty();
    }

    @Test
    void intervalsEndWhereTheirMetricsDo() {
        JsonNode intervals = summary(
                        "{cascade: {accuracy: 0.5, averageMacs: 1, ood: {auroc: 0}, gain: 0}}",
                        "{cascade: {accuracy: 1, averageMacs: 9, ood: {auroc: 1}, gain: 1}}")
                .at("/0/cascade/intervals");

        assertThat(intervals.get("accuracy")).isEqualTo(json("[0.0, 1.0]"));
        assertThat(intervals.at("/averageMacs/0").asDouble()).isZero();
        assertThat(intervals.at("/averageMacs/1").asDouble()).isGreaterThan(9);
        assertThat(intervals.at("/ood/auroc")).isEqualTo(json("[0.0, 1.0]"));
        assertThat(intervals.at("/gain/0").asDouble()).isNegative(); // nobody knows where it ends
    }

    @Test
    void stagesAndBaselinesAreAveragedByName() {
        JsonNode entry = summary(
                        "{stages: [{model: 'a', macs: 1, rule: {low: 1}}], baselines:"
                                + " [{name: 'x', oracle: true, accuracy: 0.5}, {name: 'y', accuracy: 0}]}",
                        "{stages: [{model: 'a', macs: 3, rule: {low: 2}}], baselines:"
                                + " [{name: 'y', accuracy: 1}, {name: 'x', oracle: true, accuracy: 0.7}]}")
                .get(0);

        assertThat(entry.at("/stages/0/model").asString()).isEqualTo("a");
        assertThat(entry.at("/stages/0/macs").asDouble()).isEqualTo(2);
        assertThat(entry.at("/stages/0/rule").isMissingNode()).isTrue();
        assertThat(entry.at("/baselines/0/accuracy").asDouble()).isCloseTo(0.6, within(1e-12));
        assertThat(entry.at("/baselines/0/oracle").asBoolean()).isTrue();
        assertThat(entry.at("/baselines/1/accuracy").asDouble()).isEqualTo(0.5);
    }

    @Test
    void benchmarksAreAveragedTargetByTarget() {
        JsonNode summary = summary(
                "{targets: [{name: 't', scores: [{name: 'lfc', chosen: 'a', weightedKendall: 0.2, regretAt: {'1': 0.1},"
                        + " picks: 3}], baselines: [{name: 'by size', weightedKendall: 0.4}]}],"
                        + " selectors: [{name: 'random', epochs: 10, accuracy: 0.5, regret: 0.1}]}",
                "{targets: [{name: 't', scores: [{name: 'lfc', chosen: 'b', weightedKendall: 0.4, regretAt: {'1': 0.3},"
                        + " picks: 4}], baselines: [{name: 'by size', weightedKendall: 0.8}]}],"
                        + " selectors: [{name: 'random', epochs: 10, accuracy: 0.7, regret: 0.2}]}");

        JsonNode target = summary.at("/0/targets/0");
        assertThat(target.at("/name").asString()).isEqualTo("t");
        assertThat(target.at("/scores/0/weightedKendall").asDouble()).isCloseTo(0.3, within(1e-12));
        assertThat(target.at("/scores/0/chosen").isMissingNode()).isTrue();
        assertThat(target.at("/baselines/0/weightedKendall").asDouble()).isCloseTo(0.6, within(1e-12));
        assertThat(Summary.table(summary)).isEqualTo("""
                        t, mean over 2 seeds                     w.Kendall  95% interval     regret@1   picks
                          lfc                                        0.300  -0.97 to 1.00       0.200     3.5
                          by size                                    0.600  -1.00 to 1.00           -       -
                        selectors, mean over targets and seeds:
                          random                                     10.00 epochs  accuracy 0.6000  regret 0.1500
                        """);
    }

    @Test
    void selectionsAreCountedByTheirChoice() {
        JsonNode summary = summary(
                "{ranking: [], chosen: 'a', accuracy: 0.5, regret: 0.2, cost: {epochs: 10}}",
                "{ranking: [], chosen: 'b', accuracy: 0.75, regret: 0, cost: {epochs: 20}}",
                "{ranking: [], chosen: 'a', accuracy: 1, regret: 0.1, cost: {epochs: 30}}");

        assertThat(summary.at("/0/selected/chosen")).isEqualTo(json("['a', 'b', 'a']"));
        assertThat(Summary.table(summary))
                .isEqualTo("run: chosen a 2 of 3 times, b 1 of 3 times; means: 20.00 epochs, accuracy 0.7500,"
                        + " regret 0.1000\n");
    }

    @Test
    void aNumberThatARunMissesIsMissingWithThatRunsReason() {
        JsonNode cascade = summary(
                        "{cascade: {auroc: 0.9, ood: {auroc: 1}}}",
                        "{cascade: {auroc: null, ood: {auroc: null},"
                                + " reasons: {auroc: 'no answer is wrong', ood: {auroc: 'no rows'}}}}")
                .at("/0/cascade");

        assertThat(cascade.get("auroc").isNull()).isTrue();
        assertThat(cascade.at("/reasons/auroc").asString()).isEqualTo("no answer is wrong");
        assertThat(cascade.at("/ood/auroc").isNull()).isTrue();
        assertThat(cascade.at("/reasons/ood/auroc").asString()).isEqualTo("no rows");
    }

    @Test
    void oneSeedSaysWhyItHasNoIntervals() {
        JsonNode cascade = summary("{cascade: {accuracy: 0.5, coverageAtRisk: {'0.05': 0.2}}}")
                .at("/0/cascade");

        assertThat(cascade.get("accuracy").asDouble()).isEqualTo(0.5);
        assertThat(cascade.at("/coverageAtRisk/0.05").asDouble()).isEqualTo(0.2);
        assertThat(cascade.get("intervals")).isEmpty();
        assertThat(cascade.at("/reasons/intervals").asString())
                .isEqualTo("one seed tells nothing of the spread; give two or more");
    }

    @Test
    void eachVariantHasItsEntryInOrder() {
        JsonNode summary = Summary.of(List.of(
                new Summary.Of(Optional.of("b"), json("{cascade: {accuracy: 1}}")),
                new Summary.Of(Optional.of("a"), json("{cascade: {accuracy: 0}}")),
                new Summary.Of(Optional.of("b"), json("{cascade: {accuracy: 0.5}}"))));

        assertThat(summary.at("/0/variant").asString()).isEqualTo("b");
        assertThat(summary.at("/0/seeds").asInt()).isEqualTo(2);
        assertThat(summary.at("/1/variant").asString()).isEqualTo("a");
        assertThat(Summary.table(summary))
                .contains("b                                    2    0.7500")
                .contains("a                                    1    0.0000");
    }

    private static JsonNode summary(String... reports) {
        return Summary.of(Stream.of(reports)
                .map(report -> new Summary.Of(Optional.empty(), json(report)))
                .toList());
    }

    /** JSON with unquoted keys and single quotes. */
    private static JsonNode json(String text) {
        return JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
                .build()
                .readTree(text);
    }
}
