package dev.weir.plugins.merging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.interpolation.InterpolationTask;
import dev.weir.api.interpolation.InterpolationValidation;
import dev.weir.api.interpolation.InterpolationValidation.MixAccuracy;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.api.interpolation.InterpolatorContract;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StaticInterpolationTest implements InterpolatorContract {
    private static final List<Logits> STREAM = List.of(new Logits(1, 2, new float[2]), new Logits(1, 2, new float[2]));

    @Override
    public Interpolator interpolator(Random random) {
        return new StaticInterpolation(OptionalDouble.of(new double[] {0, 1, random.nextDouble()}[random.nextInt(3)]));
    }

    @Test
    void aGivenCoefficientIsTheSecondEndpoints() {
        assertThat(new StaticInterpolation(OptionalDouble.of(0.25))
                        .plan(task(null))
                        .mixes()
                        .get(0)
                        .coefficients())
                .containsExactly(0.75, 0.25);
    }

    @Test
    void withoutOneTheBestOnTheValidationSplitIsTakenTheLowestOfEqualOnes() {
        StaticInterpolation chosen = new StaticInterpolation(OptionalDouble.empty());

        assertThat(chosen.plan(task(c -> 1 - Math.abs(c.get(1) - 0.72)))
                        .mixes()
                        .get(0)
                        .coefficients()
                        .get(1))
                .isEqualTo(0.7);
        assertThat(chosen.plan(task(c -> 0.5)).mixes().get(0).coefficients()).containsExactly(1.0, 0.0);
    }

    @Test
    void aCoefficientOutsideZeroToOneOrThatCannotBeChosenIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StaticInterpolation(OptionalDouble.of(1.5)))
                .withMessageStartingWith("coefficient must be in [0, 1], got 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StaticInterpolation(OptionalDouble.empty()).plan(task(null)))
                .withMessageStartingWith("coefficient: there is no validation split");
    }

    private static InterpolationTask task(@Nullable MixAccuracy accuracy) {
        InterpolationValidation validation =
                new InterpolationValidation(STREAM, new Labels(2, new int[1]), Optional.ofNullable(accuracy));
        return new InterpolationTask(STREAM, false, Optional.of(validation), 1);
    }
}
