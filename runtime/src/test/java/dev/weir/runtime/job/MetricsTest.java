package dev.weir.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weir.api.metrics.Interval;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {

    @Test
    void aMetricIsABareNumberWithItsIntervalAndReasonBesideIt() {
        Metrics metrics = new Metrics()
                .put("accuracy", 0.5, new Interval(0.25, 0.75))
                .put("parameters", OptionalLong.of(12), "unused")
                .put("macs", OptionalLong.empty(), "not stated")
                .put("millisPerRow", OptionalDouble.empty(), "recorded")
                .put("aurc", OptionalDouble.of(0.125), "unused")
                .missing("auroc", "all right")
                .putAt("coverageAtRisk", "0.05", 0.5, new Interval(0, 1))
                .putAt("coverageAtRisk", "0.1", 1, new Interval(1, 1));

        assertThat(metrics.done())
                .hasToString(
                        "{\"accuracy\":0.5,\"parameters\":12,\"macs\":null,\"millisPerRow\":null,"
                                + "\"aurc\":0.125,\"auroc\":null,\"coverageAtRisk\":{\"0.05\":0.5,\"0.1\":1.0},"
                                + "\"intervals\":{\"accuracy\":[0.25,0.75],\"coverageAtRisk\":{\"0.05\":[0.0,1.0],\"0.1\":[1.0,1.0]}},"
                                + "\"reasons\":{\"macs\":\"not stated\",\"millisPerRow\":\"recorded\",\"auroc\":\"all right\"}}");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoNumberIsNoMetric(double value) {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Metrics().put("aurc", value))
                .withMessage("aurc is " + value);
        assertThatIllegalStateException()
                .isThrownBy(() -> new Metrics().putAt("coverageAtRisk", "0.1", value, new Interval(0, 1)));
        assertThatIllegalStateException().isThrownBy(() -> new Metrics().put("aurc", OptionalDouble.of(value), "none"));
    }

    @Test
    void anIntervalWithoutAnEndIsNoInterval() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Metrics().put("aurc", 0, new Interval(0, Double.POSITIVE_INFINITY)));
    }
}
