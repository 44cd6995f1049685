package dev.weir.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** How lines name components. */
class SettingTextTest {

    @Name("score")
    record Score(
            @Default("1") @Doc("a number") int size,
            @Default("false") @Doc("whether") boolean regularised) implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return new double[outputs.logits().rows()];
        }
    }

    @Name("other")
    record Other(@Default("1") @Doc("a number") int size) implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return new double[outputs.logits().rows()];
        }
    }

    /** One that fills in what is left out. */
    @Name("filled")
    record Filled(
            @Default("1") @Doc("a number") int size,
            @Doc("as the size unless given") OptionalInt width) implements ConfidenceScore {

        Filled {
            width = width.isPresent() ? width : OptionalInt.of(size);
        }

        @Override
        public double[] scores(Outputs outputs) {
            return new double[outputs.logits().rows()];
        }
    }

    @Test
    void whatAComponentFillsInByItselfIsNotTold() {
        assertThat(SettingText.of(new Filled(2, OptionalInt.empty()))).isEqualTo("filled (size 2)");
        assertThat(SettingText.of(new Filled(2, OptionalInt.of(3)))).isEqualTo("filled (size 2, width 3)");
    }

    @Test
    void settingsThatAreNotDefaultsAreTold() {
        assertThat(SettingText.of(new Score(1, false))).isEqualTo("score");
        assertThat(SettingText.of(new Score(2, true))).isEqualTo("score (size 2, regularised)");
    }

    @Test
    void sideBySideOnlyWhatDiffersIsTold() {
        assertThat(SettingText.names(List.of(new Score(5, false), new Score(5, true), new Other(3))))
                .containsExactly("score", "score (regularised)", "other");
    }

    @Test
    void whatIsEqualHasANumber() {
        assertThat(SettingText.names(List.of(new Score(5, false), new Score(5, false))))
                .containsExactly("score", "score-2");
    }
}
