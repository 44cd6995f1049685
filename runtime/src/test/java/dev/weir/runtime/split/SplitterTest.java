package dev.weir.runtime.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.FloatTensor;
import dev.weir.api.Labels;
import dev.weir.api.data.Examples;
import dev.weir.api.data.Parts;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitterTest {

    @Test
    void dividesEveryClassInTheSharesAsked() {
        Parts parts = all(labels(10, 20));

        Splits splits = Splitter.split(parts, shares("train 0.5", "calibration 0.2", "test 0.3"), 7);

        assertThat(splits.byName()).containsOnlyKeys(SplitName.TRAIN, SplitName.CALIBRATION, SplitName.TEST);
        assertThat(splits.get(SplitName.TRAIN).labels().counts()).containsExactly(5, 10);
        assertThat(splits.get(SplitName.CALIBRATION).labels().counts()).containsExactly(2, 4);
        assertThat(splits.get(SplitName.TEST).labels().counts()).containsExactly(3, 6);
    }

    @Test
    void whatRoundingOwesInOneClassIsPaidInTheNextSoThatTotalsAreRight() {
        int[] threeOfEach = new int[25];
        Arrays.fill(threeOfEach, 3); // 60% of 3 is 1.8 and 20% is 0.6: rounding each alone takes 50, 25, 0

        int[][] rows = Splitter.divide(labels(threeOfEach), new double[] {0.6, 0.2, 0.2}, new SplittableRandom(1));

        assertThat(sizes(rows)).containsExactly(45, 15, 15, 0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void sizesAreWithinOneExampleInTotalAndWithinTwoInEveryClass(long seed) {
        Random random = new Random(seed);
        for (int draw = 0; draw < 200; draw++) {
            int[] counts = random.ints(random.nextInt(1, 30), 0, 12).toArray();
            double[] shares = random.doubles(random.nextInt(1, 5)).toArray();
            double sum = Arrays.stream(shares).sum() / (random.nextBoolean() ? 1 : random.nextDouble());
            shares = Arrays.stream(shares).map(share -> share / sum).toArray();
            Labels labels = labels(counts);

            int[][] rows = Splitter.divide(labels, shares, new SplittableRandom(seed));

            for (int split = 0; split < shares.length; split++) {
                assertThat((double) rows[split].length).isCloseTo(shares[split] * labels.size(), within(1.0));
                int[] taken = labels.select(rows[split]).counts();
                for (int k = 0; k < counts.length; k++) {
                    assertThat((double) taken[k]).isCloseTo(shares[split] * counts[k], within(2.0));
                }
            }
        }
    }

    @Test
    void everyRowStandsInOneSplit() {
        Splits splits = Splitter.split(all(labels(11, 7, 23)), shares("train 0.4", "validation 0.25", "test 0.35"), 3);

        assertThat(splits.byName().values().stream().flatMapToInt(examples -> IntStream.of(rows(examples))))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 41).boxed().toList());
    }

    @Test
    void anExampleKeepsItsLabel() {
        Parts parts = all(labels(5, 9));

        Examples train =
                Splitter.split(parts, shares("train 0.5", "test 0.5"), 3).get(SplitName.TRAIN);

        int[] rows = rows(train);
        for (int i = 0; i < rows.length; i++) {
            assertThat(train.labels().at(i)).isEqualTo(rows[i] < 5 ? 0 : 1);
        }
    }

    @Test
    void theSameSeedGivesTheSameRowsAndAnotherSeedOthers() {
        Parts parts = all(labels(50, 50));
        Map<SplitName, SplitShare> shares = shares("train 0.5", "test 0.5");

        int[] train = rows(Splitter.split(parts, shares, 7).get(SplitName.TRAIN));

        assertThat(rows(Splitter.split(parts, shares, 7).get(SplitName.TRAIN))).containsExactly(train);
        assertThat(rows(Splitter.split(parts, shares, 8).get(SplitName.TRAIN))).isNotEqualTo(train);
    }

    @Test
    void theOrderOfTheSourceDoesNotComeThrough() {
        int[] train = rows(Splitter.split(all(labels(50, 50)), shares("train 0.8", "test 0.2"), 7)
                .get(SplitName.TRAIN));

        assertThat(Arrays.stream(train).limit(40).filter(row -> row < 50).count())
                .isBetween(10L, 30L);
        assertThat(train).isNotEqualTo(Arrays.stream(train).sorted().toArray());
    }

    @Test
    void whatNoShareTakesOfOnePartIsLeftOut() {
        Splits splits = Splitter.split(all(labels(10, 10)), shares("calibration 0.3", "test 0.5"), 7);

        assertThat(splits.byName()).containsOnlyKeys(SplitName.CALIBRATION, SplitName.TEST);
        assertThat(splits.get(SplitName.CALIBRATION).size()).isEqualTo(6);
        assertThat(splits.get(SplitName.TEST).size()).isEqualTo(10);
    }

    @Test
    void theRestOfTrainTrainsWhereOthersTakeFromIt() {
        Splits splits = Splitter.split(
                trainAndTest(), shares("validation 0.1 train", "calibration 0.15 train", "test given"), 7);

        assertThat(splits.get(SplitName.TRAIN).labels().counts()).containsExactly(30, 45);
        assertThat(splits.get(SplitName.VALIDATION).labels().counts()).containsExactly(4, 6);
        assertThat(splits.get(SplitName.CALIBRATION).labels().counts()).containsExactly(6, 9);
        assertThat(rows(splits.get(SplitName.TEST))).containsExactly(0, 1, 2, 3);
    }

    @Test
    void trainGivenIsTheSameRest() {
        Map<SplitName, SplitShare> unsaid = shares("validation 0.1 train", "test given");
        Map<SplitName, SplitShare> said = shares("validation 0.1 train", "train given", "test given");

        assertThat(rows(Splitter.split(trainAndTest(), said, 7).get(SplitName.TRAIN)))
                .containsExactly(rows(Splitter.split(trainAndTest(), unsaid, 7).get(SplitName.TRAIN)));
    }

    @Test
    void aPartThatNobodyTakesFromIsNoSplitUnlessGiven() {
        assertThat(Splitter.split(trainAndTest(), shares("test given"), 7).byName())
                .containsOnlyKeys(SplitName.TEST);
    }

    @Test
    void withoutSettingsThePartsAreTheSplits() {
        Map<String, Examples> byName = new LinkedHashMap<>();
        byName.put("calibration", examples(labels(2, 2)));
        byName.put("test", examples(labels(3, 3)));
        byName.put("extra", examples(labels(1, 1)));

        Splits splits = Splitter.split(new Parts(List.of(), byName), Map.of(), 7);

        assertThat(splits.byName()).containsOnlyKeys(SplitName.CALIBRATION, SplitName.TEST);
        assertThat(rows(splits.get(SplitName.TEST))).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void sharesAboveOneAreRefused() {
        refused(all(labels(10, 10)), "splits", "the shares of part 'all' sum to 1.1", "train 0.6", "test 0.5");
    }

    @Test
    void sharesThatSumToOneButForRoundingAreTaken() {
        Splits splits = Splitter.split(
                all(labels(10, 10)), shares("train 0.7", "validation 0.1", "calibration 0.1", "test 0.1"), 7);

        assertThat(splits.byName().values()).extracting(Examples::size).containsExactly(14, 2, 2, 2);
    }

    @Test
    void aSplitWithoutAnExampleIsRefused() {
        refused(all(labels(10)), "splits.validation", "the split has no example", "train 0.5", "validation 0");
    }

    @Test
    void aClassThatTrainDoesNotHoldIsRefusedByName() {
        Map<String, Examples> byName = new LinkedHashMap<>();
        byName.put("train", examples(labels(3, 0)));
        byName.put("test", examples(labels(1, 2)));

        refused(
                new Parts(List.of("cat", "dog"), byName),
                "splits.test",
                "the class 'dog' has 2 examples in the split test and none in train",
                "train given",
                "test given");
    }

    @Test
    void aClassOfOneExampleIsRefusedWhereItLandsOutsideTrain() {
        // The first class takes the odd example for train, so the second owes it to test.
        refused(
                all(labels(1, 1)),
                "splits.test",
                "the class 'class 1' has 1 example in the split test and none in train",
                "train 0.5",
                "test 0.5");
    }

    @Test
    void aPartThatIsNotThereIsRefused() {
        refused(trainAndTest(), "splits.calibration", "the source has no part 'dev'", "calibration 0.1 dev");
        refused(all(labels(4)), "splits.test", "the source has no part 'test'", "test given");
    }

    @Test
    void aShareOfOneOfSeveralPartsSaysWhich() {
        refused(trainAndTest(), "splits.calibration", "the source has several parts: train, test", "calibration 0.1");
    }

    private static void refused(Parts parts, String path, String summary, String... shares) {
        assertThatExceptionOfType(Splitter.SplitException.class)
                .isThrownBy(() -> Splitter.split(parts, shares(shares), 7))
                .satisfies(refusal -> {
                    assertThat(refusal.path()).isEqualTo(path);
                    assertThat(refusal.summary()).isEqualTo(summary);
                    assertThat(refusal.remedy()).isNotEmpty();
                });
    }

    /** Shares written {@code "train 0.5"} or {@code "validation 0.1 train"}: split, share, part. */
    private static Map<SplitName, SplitShare> shares(String... texts) {
        Map<SplitName, SplitShare> shares = new EnumMap<>(SplitName.class);
        Stream.of(texts)
                .map(text -> text.split(" "))
                .forEach(words -> shares.put(
                        Stream.of(SplitName.values())
                                .filter(name -> name.key().equals(words[0]))
                                .findFirst()
                                .orElseThrow(),
                        new SplitShare(words[1], words.length > 2 ? Optional.of(words[2]) : Optional.empty())));
        return shares;
    }

    private static Parts all(Labels labels) {
        List<String> classes =
                IntStream.range(0, labels.classes()).mapToObj(k -> "class " + k).toList();
        return new Parts(classes, Map.of(Parts.ALL, examples(labels)));
    }

    /** 40 and 60 examples of two classes to train on, 2 of each to test. */
    private static Parts trainAndTest() {
        Map<String, Examples> byName = new LinkedHashMap<>();
        byName.put("train", examples(labels(40, 60)));
        byName.put("test", examples(labels(2, 2)));
        return new Parts(List.of("cat", "dog"), byName);
    }

    /** Labels in the order of their classes, as many of each as {@code counts} says. */
    private static Labels labels(int... counts) {
        return new Labels(
                counts.length,
                IntStream.range(0, counts.length)
                        .flatMap(k -> IntStream.generate(() -> k).limit(counts[k]))
                        .toArray());
    }

    /** Examples whose input is their row number. */
    private static Examples examples(Labels labels) {
        float[] rows = new float[labels.size()];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = row;
        }
        return new Examples(new FloatTensor(rows.length, new int[] {1}, rows), labels);
    }

    private static int[] rows(Examples examples) {
        return IntStream.range(0, examples.size())
                .map(i -> (int) ((FloatTensor) examples.inputs()).at(i, 0))
                .toArray();
    }

    private static int[] sizes(int[][] rows) {
        return Stream.of(rows).mapToInt(split -> split.length).toArray();
    }
}
