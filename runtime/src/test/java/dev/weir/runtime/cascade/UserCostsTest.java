package dev.weir.runtime.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.runtime.job.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class UserCostsTest {
    private static final ConfidenceScore NONE = outputs -> new double[outputs.rows()];

    @Test
    void anExamplePaysForEveryStageItReaches() {
        Metrics metrics = new Metrics();

        costs(OptionalDouble.of(1), OptionalDouble.of(10), Optional.empty()).averageCost(metrics, new int[] {3, 1});

        // (1 + 1 + 1 + 11) / 4
        assertThat(metrics.done().get("averageCost").asDouble()).isEqualTo(3.5);
    }

    @Test
    void aLossIsReadByTrueClassAndThenByPredictedClass() {
        Metrics metrics = new Metrics();
        UserCosts costs = costs(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.of(List.of(List.of(0.0, 1.0), List.of(5.0, 0.0))));

        costs.averageLoss(metrics, new int[] {0, 1, 0, 1}, new Labels(2, new int[] {0, 0, 1, 1}));

        assertThat(metrics.done().get("averageLoss").asDouble()).isCloseTo((0 + 1 + 5 + 0) / 4.0, within(1e-12));
    }

    @Test
    void nothingIsReportedWhereNothingWasSaid() {
        Metrics metrics = new Metrics();

        UserCosts.NONE.stage(metrics, 0);
        UserCosts.NONE.averageCost(metrics, new int[] {1, 1});
        UserCosts.NONE.averageLoss(metrics, new int[] {0}, new Labels(1, new int[] {0}));

        ObjectNode node = metrics.done();
        assertThat(node.propertyNames()).containsExactlyInAnyOrder("intervals", "reasons");
    }

    @Test
    void aLossThatIsNotSquareIsRefused() {
        assertThatThrownBy(() ->
                        costs(OptionalDouble.empty(), OptionalDouble.empty(), Optional.of(List.of(List.of(0.0, 1.0)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("loss must be square");
    }

    private static UserCosts costs(OptionalDouble first, OptionalDouble second, Optional<List<List<Double>>> loss) {
        return UserCosts.of(new CascadeSettings(
                "cascade",
                0,
                new DataSettings(
                        () -> {
                            throw new IllegalStateException();
                        },
                        List.of()),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                NONE,
                List.of(stage(first), stage(second)),
                Optional.empty(),
                loss,
                "out"));
    }

    private static StageSettings stage(OptionalDouble cost) {
        return new StageSettings(
                "a",
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Combine.REPLACE,
                OptionalDouble.empty(),
                cost);
    }
}
