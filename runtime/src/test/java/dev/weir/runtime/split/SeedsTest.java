package dev.weir.runtime.split;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeedsTest {

    @Test
    void aSeedIsTheFirstEightBytesOfTheSha256OfTheJobsSeedAndTheName() {
        // python: int.from_bytes(sha256(seed.to_bytes(8, 'big', signed=True) + name).digest()[:8], 'big', signed=True)
        assertThat(Seeds.of(0, "small")).isEqualTo(-2789384850192819292L);
        assertThat(Seeds.of(7, "split all")).isEqualTo(-1891701137607689273L);
        assertThat(Seeds.of(-1, "small")).isEqualTo(1381238543070254193L);
    }

    @Test
    void everyNameAndEverySeedDrawsItsOwnNumbers() {
        assertThat(Seeds.of(7, "small")).isNotEqualTo(Seeds.of(7, "large")).isNotEqualTo(Seeds.of(8, "small"));
    }
}
