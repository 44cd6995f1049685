package dev.weir.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatsTest {

    private static Repeats repeats(String text) {
        return Repeats.of(
                YamlFile.parse("job.yaml", Path.of("."), text), Repeat.class); // any record: seeds are the rule
    }

    private static List<String> problems(String text) {
        return repeats(text).problems().stream().map(Problem::toString).toList();
    }

    /** The files of the runs, as JSON with their names before them. */
    private static List<String> runs(String text) {
        return repeats(text).runs().stream()
                .map(run -> run.name() + " " + YamlJson.of(run.file()))
                .toList();
    }

    @Test
    void aFileWithoutTheKeysIsOneRunOfItself() {
        assertThat(runs("{ job: j, seed: 7 }")).containsExactly("run-7 {\"job\":\"j\",\"seed\":7}");
        assertThat(repeats("{ job: j, seed: 7 }").isRepeated()).isFalse();
    }

    @Test
    void withoutASeedTheSeedIsZero() {
        assertThat(runs("job: j")).containsExactly("run-0 {\"job\":\"j\"}");
    }

    @Test
    void eachSeedIsARun() {
        assertThat(runs("{ job: j, seeds: [1, 2] }"))
                .containsExactly("run-1 {\"job\":\"j\",\"seed\":1}", "run-2 {\"job\":\"j\",\"seed\":2}");
    }

    @Test
    void oneSeedInAListIsARepeatToo() {
        assertThat(repeats("{ job: j, seeds: [1] }").isRepeated()).isTrue();
    }

    @Test
    void eachVariantIsARunWithEachSeed() {
        assertThat(runs("{ job: j, seeds: [1, 2], variants: { plain: {}, hot: { t: 3 } } }"))
                .containsExactly(
                        "plain-1 {\"job\":\"j\",\"seed\":1}",
                        "plain-2 {\"job\":\"j\",\"seed\":2}",
                        "hot-1 {\"job\":\"j\",\"seed\":1,\"t\":3}",
                        "hot-2 {\"job\":\"j\",\"seed\":2,\"t\":3}");
    }

    @Test
    void variantsShareTheOneSeed() {
        assertThat(runs("{ seed: 5, variants: { a: {} } }")).containsExactly("a-5 {\"seed\":5}");
    }

    @Test
    void theFirstSeedIsThatOfAllVariants() {
        assertThat(repeats("{ seeds: [4, 2], variants: { a: {}, b: {} } }").withFirstSeed())
                .extracting(Repeat::name)
                .containsExactly("a-4", "b-4");
    }

    @Test
    void mappingsMergeKeyByKeyAndAllElseReplaces() {
        assertThat(runs("{ m: { a: 1, b: { c: 2, d: [1, 2] } }, variants: { v: { m: { b: { d: [3], e: 4 } } } } }"))
                .containsExactly("v-0 {\"m\":{\"a\":1,\"b\":{\"c\":2,\"d\":[3],\"e\":4}}}");
        assertThat(runs("{ m: { a: 1 }, n: 1, variants: { v: { m: word, n: { a: 1 } } } }"))
                .containsExactly("v-0 {\"m\":\"word\",\"n\":{\"a\":1}}");
    }

    @Test
    void nothingTakesAKeyAway() {
        assertThat(runs("{ m: { mlp: 1 }, variants: { v: { m: { mlp: ~, cnn: 2 } } } }"))
                .containsExactly("v-0 {\"m\":{\"cnn\":2}}");
    }

    @Test
    void oneVariantDoesNotChangeAnother() {
        assertThat(runs("{ m: { a: 1 }, variants: { v: { m: { a: 2 } }, w: {} } }"))
                .containsExactly("v-0 {\"m\":{\"a\":2}}", "w-0 {\"m\":{\"a\":1}}");
    }

    @Test
    void aMistakeOfAVariantHasItsOwnPlaceAndPath() {
        Repeat run = repeats("""
                m: { a: 1 }
                variants:
                  wide: { m: { b: 2 } }
                """).runs().get(0);

        assertThat(run.located(new Problem("job.yaml:3:16", "m.b", "unknown key", ""))
                        .toString())
                .isEqualTo("job.yaml:3:16: variants.wide.m.b: unknown key");
        assertThat(run.located(new Problem("job.yaml:1:6", "m.a", "unknown key", ""))
                        .toString())
                .isEqualTo("job.yaml:1:6: m.a: unknown key");
    }

    @Test
    void anAliasStandsWhereItsAnchorDoes() {
        Repeat run =
                repeats("{ m: &m { a: 1 }, variants: { v: { n: *m } } }").runs().get(0);

        Problem problem = new Problem("job.yaml:1:11", "m.a", "unknown key", "");
        assertThat(run.located(problem)).isEqualTo(problem);
    }

    @Test
    void seedAndSeedsExcludeEachOther() {
        assertThat(problems("seed: 1\nseeds: [1]\n"))
                .containsExactly("job.yaml:2:1: seeds: stands beside 'seed'"
                        + "\n  Keep one of them: seed for one run, seeds for several.");
    }

    @Test
    void noSeedIsRefused() {
        assertThat(problems("seeds: []"))
                .containsExactly(
                        "job.yaml:1:8: seeds: is empty\n  Give one seed or more, for example seeds: [1, 2, 3].");
    }

    @Test
    void equalSeedsAreRefused() {
        assertThat(problems("seeds: [1, 2, 01]"))
                .containsExactly(
                        "job.yaml:1:15: seeds[2]: the seed 1 stands here twice\n  Equal seeds give equal runs.");
    }

    @Test
    void seedsAreAListOfWholeNumbers() {
        assertThat(problems("seeds: 3"))
                .containsExactly("job.yaml:1:8: seeds: must be a list of whole numbers"
                        + "\n  Write seeds: [1, 2, 3], or seed: 1 for one run.");
        assertThat(problems("seeds: [1, x, 2.5, [3]]"))
                .containsExactly(
                        "job.yaml:1:12: seeds[1]: must be a whole number, got 'x'",
                        "job.yaml:1:15: seeds[2]: must be a whole number, got '2.5'",
                        "job.yaml:1:20: seeds[3]: must be a whole number, got a sequence");
    }

    @Test
    void variantsAreAMappingThatIsNotEmpty() {
        assertThat(problems("variants: [a]"))
                .containsExactly("job.yaml:1:11: variants: must be a mapping (name: what differs)"
                        + "\n  For example variants: { plain: {}, hot: { confidence: energy } }.");
        assertThat(problems("variants: {}"))
                .containsExactly(
                        "job.yaml:1:11: variants: is empty\n  Name one variant or more, or leave the key out.");
    }

    @Test
    void aVariantIsAMapping() {
        assertThat(problems("variants:\n  a: 3\n  b:\n"))
                .containsExactly(
                        "job.yaml:2:6: variants.a: must be a mapping of what differs from the file"
                                + "\n  Write a: {} for the file as it is.",
                        "job.yaml:3:5: variants.b: must be a mapping of what differs from the file"
                                + "\n  Write b: {} for the file as it is.");
    }

    @Test
    void aVariantIsNamedLikeAFolder() {
        String message = "a variant's name must be letters, digits, '.', '_' and '-', begin with a letter or digit, and"
                + " have at most 100 characters\n  Folders of the report are named after it.";
        assertThat(problems("variants: { ../up: {} }")).containsExactly("job.yaml:1:13: variants.../up: " + message);
        assertThat(problems("variants: { 'a b': {} }")).containsExactly("job.yaml:1:13: variants.a b: " + message);
        assertThat(problems("variants: { " + "x".repeat(100) + ": {} }")).isEmpty();
        assertThat(problems("variants: { " + "x".repeat(101) + ": {} }")).hasSize(1);
    }

    @Test
    void noTwoVariantsShareAFolder() {
        assertThat(problems("{ seeds: [1, 2], variants: { wide: {}, Wide: {} } }"))
                .containsExactly("job.yaml:1:40: variants.Wide: its folder 'Wide-1' is that of 'wide' too"
                        + "\n  Choose names that differ in more than upper and lower case.");
        assertThat(problems("{ seeds: [1, -1], variants: { a: {}, a-: {} } }")).hasSize(1);
    }

    @Test
    void whatIsOfTheWholeFileCannotDifferInAVariant() {
        assertThat(problems("variants: { a: { seed: 3, report: out } }"))
                .containsExactly(
                        "job.yaml:1:18: variants.a.seed: cannot differ in a variant"
                                + "\n  All variants share it: write it beside 'variants'.",
                        "job.yaml:1:27: variants.a.report: cannot differ in a variant"
                                + "\n  All variants share it: write it beside 'variants'.");
    }
}
