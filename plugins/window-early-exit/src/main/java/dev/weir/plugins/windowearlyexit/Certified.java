package dev.weir.plugins.windowearlyexit;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Paper;
import dev.weir.api.deferral.CascadeCalibration;
import dev.weir.api.deferral.CascadePolicy;
import dev.weir.api.deferral.CascadeRules;
import dev.weir.api.deferral.Certificate;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.metrics.LikeliestTemperature;
import dev.weir.plugins.windowearlyexit.Candidate.Counts;
import dev.weir.plugins.windowearlyexit.StageColumns.Span;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * Bounds the error rate among what the whole cascade accepts, with a finite calibration split and without
 * assumptions but that its examples are drawn as those to come.
 *
 * <p>On a seeded half of the calibration split it makes candidates, rules of all stages at once, and fixes the
 * order of their tests. On the other half, on which nothing was chosen, it tests them one after the other: the
 * errors among {@code m} accepted examples are binomial, so an error rate above {@code risk} puts the probability
 * of so few at no more than {@code delta}. It stops at the first candidate that fails, and keeps the last that
 * passed. Since the order is fixed, the probability that any candidate passes whose error rate is above
 * {@code risk} is at most {@code delta}: the first such candidate in the order would have to pass.
 *
 * <p>Where already the first candidate fails, the rules accept nothing.
 *
 * @param risk           the bound of the error rate among the accepted
 * @param delta          how often the bound may fail, over the draw of the calibration split
 * @param score          orders the examples of each stage, where the stage has no policy of its own
 * @param rules          the shape of the rules that are looked at, where the stages have no policies of their own
 * @param deferralPrice  how much coverage passing on every example of every stage is worth; 0 passes on whatever
 *     raises coverage
 * @param fitTemperature whether logits are divided by a fitted temperature before they are scored
 * @see <a href="https://arxiv.org/abs/2110.01052">Angelopoulos et al., Learn then Test, 2021</a>
 * @see <a href="https://arxiv.org/abs/1705.08500">Geifman and El-Yaniv, Selective Classification for Deep Neural
 *     Networks, NeurIPS 2017</a>
 */
@Extension
@Name("certified")
@Doc("bounds the error rate among what the whole cascade accepts, by exact tests on a half of the calibration split"
        + " on which nothing was chosen")
@Paper({
    "Angelopoulos et al., Learn then Test, 2021, https://arxiv.org/abs/2110.01052",
    "Geifman and El-Yaniv, Selective Classification for Deep Neural Networks, NeurIPS 2017,"
            + " https://arxiv.org/abs/1705.08500"
})
public record Certified(
        @Doc("the highest error rate among the accepted; in (0, 1)")
        double risk,

        @Default("0.05") @Doc("how often the bound may fail, over the draw of the calibration split; in (0, 1)")
        double delta,

        @Default("max-softmax") @Doc("orders the examples of a stage without a policy of its own")
        ConfidenceScore score,

        @Default("threshold")
        @Doc("threshold: a stage passes on its least sure examples; window: those around its own threshold for the"
                + " risk; not read where the stages have policies of their own")
        Shape rules,

        @Default("0.1") @Doc("how much coverage it is worth not to pass everything on; at least 0")
        double deferralPrice,

        @Default("false") @Doc("whether the score reads logits divided by a temperature that is fitted for each stage")
        boolean fitTemperature)
        implements CascadePolicy {

    /** Which scores a stage passes on. */
    public enum Shape {
        /** Those below a threshold. */
        THRESHOLD,
        /** Those around the stage's own threshold for the risk. */
        WINDOW
    }

    public Certified {
        requireOpenShare("risk", risk);
        requireOpenShare("delta", delta);
        if (!(deferralPrice >= 0 && Double.isFinite(deferralPrice))) {
            throw new IllegalArgumentException("deferral-price must be finite and at least 0, got " + deferralPrice);
        }
    }

    private static void requireOpenShare(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be above 0 and below 1, got " + value
                    + (value > 1 && value < 100 ? "\nWrite " + value + " percent as " + value / 100 + "." : ""));
        }
    }

    @Override
    public Set<Need> needs() {
        return score.needs();
    }

    @Override
    public int[] choosing(int rows, long seed) {
        if (rows < 2) {
            throw new IllegalArgumentException("a guarantee needs at least 2 calibration examples, one to choose on and"
                    + " one to test on, got " + rows + "\nGive the calibration split examples.");
        }
        List<Integer> order = new ArrayList<>(IntStream.range(0, rows).boxed().toList());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = rows - 1; i > 0; i--) {
            Collections.swap(order, i, random.nextInt(i + 1));
        }
        return order.stream()
                .limit(rows / 2)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    @Override
    public CascadeRules rules(CascadeCalibration calibration) {
        int[] choosing = choosing(calibration.size(), calibration.seed());
        List<ConfidenceScore> scores = scores(calibration, choosing);
        StageColumns chosenOn = StageColumns.of(calibration, scores, choosing);
        List<Candidate> all = Candidates.of(chosenOn, risk, rules, calibration.proposed());
        List<Candidate> order = Candidates.ordered(all, risk, deferralPrice);
        StageColumns testedOn = StageColumns.of(calibration, scores, others(choosing, calibration.size()));
        return tested(order, all.size(), testedOn, chosenOn.rows(), scores);
    }

    /** What the rule of each stage but the last compares. */
    private List<ConfidenceScore> scores(CascadeCalibration calibration, int[] choosing) {
        List<ConfidenceScore> scores = new ArrayList<>();
        for (int stage = 0; stage < calibration.stages() - 1; stage++) {
            boolean given = !calibration.proposed().isEmpty();
            ConfidenceScore plain = given ? calibration.proposed().get(stage).score() : score;
            scores.add(
                    fitTemperature && !given ? new Tempered(plain, temperature(calibration, stage, choosing)) : plain);
        }
        return scores;
    }

    private static double temperature(CascadeCalibration calibration, int stage, int[] choosing) {
        Outputs.Graded graded = calibration
                .own()
                .get(stage)
                .select(choosing)
                .graded(calibration.labels().select(choosing));
        return LikeliestTemperature.of(graded.logits(), graded.labels());
    }

    private static int[] others(int[] rows, int n) {
        Set<Integer> taken = new HashSet<>(Arrays.stream(rows).boxed().toList());
        return IntStream.range(0, n).filter(row -> !taken.contains(row)).toArray();
    }

    private CascadeRules tested(
            List<Candidate> order, int candidates, StageColumns testedOn, int chosenOn, List<ConfidenceScore> scores) {
        int passed = 0;
        Counts ofPassed = new Counts(testedOn.rows(), 0, 0);
        Counts ofLast = ofPassed;
        int tests = 0;
        while (passed == tests && tests < order.size()) {
            ofLast = order.get(tests).on(testedOn);
            tests++;
            if (Binomial.pValue(ofLast.errors(), ofLast.accepted(), risk) <= delta) {
                passed = tests;
                ofPassed = ofLast;
            }
        }
        Counts seen = ofLast.plus(order.get(tests - 1).counts());
        OptionalLong enough = passed == tests ? OptionalLong.empty() : enough(seen);
        Certificate certificate = new Certificate(
                risk,
                delta,
                passed > 0,
                chosenOn,
                testedOn.rows(),
                candidates,
                tests,
                ofPassed.accepted(),
                ofPassed.errors(),
                passed > 0 ? Math.min(risk, Binomial.upper(ofPassed.errors(), ofPassed.accepted(), delta)) : 1,
                enough,
                words(passed, tests, ofPassed, ofLast, seen, enough));
        int stages = testedOn.stages();
        if (passed == 0) {
            return new CascadeRules(
                    scores.stream().map(DeferralRule::never).toList(),
                    Collections.nCopies(stages, Double.MAX_VALUE),
                    certificate);
        }
        Candidate chosen = order.get(passed - 1);
        return new CascadeRules(
                IntStream.range(0, stages - 1)
                        .mapToObj(
                                stage -> rule(scores.get(stage), chosen.spans().get(stage)))
                        .toList(),
                Collections.nCopies(stages, chosen.accept()),
                certificate);
    }

    private static DeferralRule rule(ConfidenceScore score, Span span) {
        return new DeferralRule(score, span.low(), span.high());
    }

    /** Calibration examples of which half are tested, and of those as many accepted as are seen to be. */
    private OptionalLong enough(Counts seen) {
        OptionalLong accepted =
                Binomial.enough(seen.accepted() == 0 ? 1 : (double) seen.errors() / seen.accepted(), risk, delta);
        return accepted.isEmpty()
                ? accepted
                : OptionalLong.of((long) Math.ceil(2 * accepted.getAsLong() / seen.coverage()));
    }

    private String words(int passed, int tests, Counts ofPassed, Counts ofLast, Counts seen, OptionalLong enough) {
        StringBuilder words = new StringBuilder();
        if (passed > 0) {
            words.append(String.format(
                    Locale.ROOT,
                    "Certified: with probability %s at most %s of the accepted answers are wrong. On %,d examples on"
                            + " which nothing was chosen %,d were accepted, %,d of them wrong.",
                    BigDecimal.ONE.subtract(BigDecimal.valueOf(delta)).toPlainString(), // 1 - 0.07 has 16 digits
                    risk,
                    ofPassed.examples(),
                    ofPassed.accepted(),
                    ofPassed.errors()));
        } else {
            words.append(String.format(
                    Locale.ROOT,
                    "Not certified, so every answer is abstained from: of %,d examples on which nothing was chosen"
                            + " the safest rules accept %,d, %,d of them wrong.",
                    ofLast.examples(),
                    ofLast.accepted(),
                    ofLast.errors()));
        }
        if (passed < tests) {
            String rules = passed > 0
                    ? String.format(
                            Locale.ROOT,
                            "the next rules, with %,d accepted and %,d wrong,",
                            ofLast.accepted(),
                            ofLast.errors())
                    : "them";
            words.append(
                    enough.isPresent()
                            ? String.format(
                                    Locale.ROOT,
                                    " For %s about %,d calibration examples would have been enough, at the error rate"
                                            + " seen on both halves.",
                                    rules,
                                    enough.getAsLong())
                            : String.format(
                                    Locale.ROOT,
                                    " For %s no number of examples is enough at the error rate seen: on both halves"
                                            + " %,d of %,d accepted are wrong.",
                                    rules,
                                    seen.errors(),
                                    seen.accepted()));
        }
        return words.toString();
    }
}
