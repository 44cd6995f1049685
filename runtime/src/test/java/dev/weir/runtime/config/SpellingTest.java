package dev.weir.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
    private static final List<String> SCORES = List.of("energy", "entropy", "margin", "max-logit", "max-softmax");

    @Test
    void aWordWithATypingErrorIsNearTheOneThatWasMeant() {
        assertThat(Spelling.nearest("entrpy", SCORES)).contains("entropy");
        assertThat(Spelling.nearest("maxsoftmax", SCORES)).contains("max-softmax");
        assertThat(Spelling.nearest("ENTROPY", SCORES)).contains("entropy");
    }

    @Test
    void twoSwappedLettersAreNearAlsoInAShortWord() {
        assertThat(Spelling.nearest("widht", List.of("score", "target", "width")))
                .contains("width");
    }

    @Test
    void nothingIsMeantByAWordThatIsFarFromAll() {
        assertThat(Spelling.nearest("temperature", SCORES)).isEmpty();
        assertThat(Spelling.nearest("entropy", List.of())).isEmpty();
    }

    @Test
    void ofEquallyNearWordsTheFirstInTheAlphabetIsNamed() {
        assertThat(Spelling.nearest("bat", List.of("cat", "bar", "hat"))).contains("bar");
    }

    @Test
    void asksOnlyWhereAWordIsNear() {
        assertThat(Spelling.didYouMean("margn", SCORES)).isEqualTo("Did you mean 'margin'? ");
        assertThat(Spelling.didYouMean("temperature", SCORES)).isEmpty();
    }

    @Test
    void camelCaseBecomesKebabCase() {
        assertThat(Spelling.kebab("learningRate")).isEqualTo("learning-rate");
        assertThat(Spelling.kebab("CoverageAtRisk")).isEqualTo("coverage-at-risk");
        assertThat(Spelling.kebab("sha256Digest")).isEqualTo("sha256-digest");
        assertThat(Spelling.kebab("seed")).isEqualTo("seed");
    }
}
