package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Inputs;
import dev.weir.api.Texts;
import dev.weir.api.data.InputTransform;
import dev.weir.api.data.InputTransformContract;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class BagOfWordsTest implements InputTransformContract {
    private static final List<String> WORDS = List.of("tea", "Milk", "salt", "", "isn't", "7up", "caf\u00e9");

    @Override
    public InputTransform transform(Random random) {
        return random.nextBoolean()
                ? new BagOfWords(1 + random.nextInt(10), Optional.empty())
                : new BagOfWords(1, Optional.of(List.of("tea", "salt", "nothing")));
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        return new Texts(Stream.generate(() -> IntStream.range(0, 5)
                        .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
                        .collect(Collectors.joining(" ")))
                .limit(rows)
                .toList());
    }

    private static Texts texts(String... values) {
        return new Texts(List.of(values));
    }

    @Test
    void theMostFrequentWordsAreLearnedAndTiesGoByTheAlphabet() {
        Texts train = texts("the tea, THE milk", "The b a", "milk: it isn't A");

        assertThat(new BagOfWords(4, Optional.empty()).fitted(train))
                .isEqualTo(new BagOfWords(4, Optional.of(List.of("the", "a", "milk", "b"))));
        assertThat(new BagOfWords(100, Optional.empty()).fitted(train))
                .isEqualTo(new BagOfWords(100, Optional.of(List.of("the", "a", "milk", "b", "isn't", "it", "tea"))));
    }

    /** Counts 3 and 1 become log 4 and log 2, which is 2 to 1, of length 1: 2 and 1 over the root of 5. */
    @Test
    void aTextIsTheLogsOfItsCountsBroughtToLengthOne() {
        BagOfWords words = new BagOfWords(3, Optional.of(List.of("tea", "milk", "salt")));

        Inputs vectors = words.apply(texts("Tea milk tea; sugar (tea)", "nothing of it", "salt"), 0);

        assertThat(Tensors.shape(vectors)).containsExactly(3);
        assertThat(Tensors.numbers(vectors))
                .containsExactly((float) (2 / Math.sqrt(5)), (float) (1 / Math.sqrt(5)), 0, 0, 0, 0, 0, 0, 1);
    }

    @Test
    void withoutAVocabularyItAppliesToNothing() {
        Assertions.assertThatIllegalStateException()
                .isThrownBy(() -> new BagOfWords(2000, Optional.empty()).apply(texts("a"), 0))
                .withMessage("bag-of-words has neither a vocabulary nor learned one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BagOfWords(2000, Optional.empty()).fitted(texts("...", "")))
                .withMessageStartingWith("bag-of-words found no word in the train split");
    }

    @Test
    void tensorsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BagOfWords(1, Optional.of(List.of("a"))).apply(Tensors.image(1, 1, 1), 0))
                .withMessage("bag-of-words takes texts, got float tensors of shape [1, 1, 1]\n"
                        + "Name a column of texts with the source's 'text'.");
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BagOfWords(0, Optional.empty()))
                .withMessage("size must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BagOfWords(1, Optional.of(List.of("a", "a"))))
                .withMessage("vocabulary must be distinct, got 'a' twice");
    }
}
