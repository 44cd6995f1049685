package dev.weir.runtime.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SplitShareTest {

    @Test
    void isAShareFromNoneToAll() {
        assertThat(new SplitShare("0", Optional.empty()).value()).isEqualTo(0);
        assertThat(new SplitShare("1", Optional.of("train")).value()).isEqualTo(1);
        assertThat(new SplitShare("given", Optional.empty()).isGiven()).isTrue();
        assertThat(new SplitShare("0.5", Optional.empty()).isGiven()).isFalse();
    }

    @Test
    void aPercentageIsRefusedWithTheShareToWrite() {
        refused("30", Optional.empty(), "share must be in [0, 1], got 30\nWrite 30 percent as 0.3.");
    }

    @Test
    void whatIsNeitherAShareNorGivenIsRefused() {
        refused("half", Optional.empty(), "share must be a number in [0, 1] or 'given', got 'half'");
        for (String javaOnly : List.of("NaN", "Infinity", "0.2d", "0.2f", " 0.2", "0.2 ", "0x1p-2", "")) {
            refused(javaOnly, Optional.empty(), "share must be a number in [0, 1] or 'given', got '" + javaOnly + "'");
        }
        refused("-0.1", Optional.empty(), "share must be in [0, 1], got -0.1");
    }

    @Test
    void aGivenPartIsTheSplitsOwn() {
        refused("given", Optional.of("train"), "from cannot stand beside 'given'\nWrite a share, or leave 'from' out.");
    }

    private static void refused(String share, Optional<String> from, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SplitShare(share, from))
                .withMessage(message);
    }
}
