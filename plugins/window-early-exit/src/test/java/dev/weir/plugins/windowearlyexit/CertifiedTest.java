package dev.weir.plugins.windowearlyexit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Outputs;
import dev.weir.api.deferral.CascadeCalibration;
import dev.weir.api.deferral.CascadePolicy;
import dev.weir.api.deferral.CascadePolicyContract;
import dev.weir.api.deferral.CascadeRules;
import dev.weir.api.deferral.Certificate;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.plugins.windowearlyexit.Certified.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CertifiedTest implements CascadePolicyContract {
    private static final double[] LEVELS = {Double.MIN_NORMAL, 0.05, 0.5, Math.nextDown(1.0)};

    @Override
    public CascadePolicy policy(Random random) {
        return new Certified(
                LEVELS[random.nextInt(3)],
                LEVELS[random.nextInt(LEVELS.length)],
                new LastLogit(),
                random.nextBoolean() ? Shape.THRESHOLD : Shape.WINDOW,
                random.nextInt(3) / 2.0,
                random.nextBoolean());
    }

    @Test
    void fiftyNineAcceptedWithoutErrorCertifyFivePercentAndFiftyEightDoNot() {
        // 0.95^59 = 0.0485, 0.95^58 = 0.0510
        assertThat(certified(0.05).rules(allRight(118)).certificate().holds()).isTrue();
        assertThat(certified(0.05).rules(allRight(116)).certificate().holds()).isFalse();
    }

    @Test
    void whereNothingIsCertifiedEveryAnswerIsAbstainedFromAndTheExamplesThatWouldDoAreSaid() {
        CascadeRules rules = certified(0.05).rules(allRight(60));

        assertThat(rules.accept()).containsExactly(Double.MAX_VALUE, Double.MAX_VALUE);
        assertThat(rules.deferral()).allMatch(rule -> rule.low() > rule.high());
        assertThat(rules.certificate().enough()).hasValue(2 * 59);
        assertThat(rules.certificate().words()).contains("Not certified", "118 calibration examples");
    }

    @Test
    void anErrorRateThatIsNotBelowTheRiskIsEnoughWithNoNumberOfExamples() {
        boolean[] wrong = new boolean[200];
        Certificate certificate = certified(0.05)
                .rules(calibration(new double[200], wrong, wrong))
                .certificate();

        assertThat(certificate.holds()).isFalse();
        assertThat(certificate.enough()).isEmpty();
        assertThat(certificate.words())
                .contains("no number of examples is enough at the error rate seen")
                .contains("on both halves " + wrong.length + " of " + wrong.length + " accepted are wrong");
    }

    @Test
    void theCertificateSaysItsProbabilityInAsManyDigitsAsItsDelta() {
        Certificate certificate = new Certified(0.1, 0.07, new LastLogit(), Shape.THRESHOLD, 0.1, false)
                .rules(allRight(200))
                .certificate();

        assertThat(certificate.words()).startsWith("Certified: with probability 0.93 at most 0.1 of");
    }

    @Test
    void aSecondStageThatIsAlwaysRightIsAskedWhereTheFirstIsUnsure() {
        // the first stage is right above 0.5 alone; confidence does not tell, so only passing on helps
        int n = 1000;
        double[] scores = IntStream.range(0, n).mapToDouble(i -> (double) i / n).toArray();
        boolean[] first = new boolean[n];
        boolean[] second = new boolean[n];
        Arrays.fill(first, n / 2, n, true);
        Arrays.fill(second, true);
        CascadeRules rules = certified(0.05).rules(calibration(scores, first, second));

        assertThat(rules.certificate().holds()).isTrue();
        assertThat(rules.accept()).containsOnly(Double.NEGATIVE_INFINITY);
        assertThat(rules.deferral().get(0).low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(rules.deferral().get(0).high()).isBetween(0.45, 0.65);
    }

    @Test
    void aProposedRuleIsKeptWhereItIsCertified() {
        DeferralRule proposal = DeferralRule.between(new LastLogit(), 0.2, 0.3);
        boolean[] right = new boolean[400];
        Arrays.fill(right, true);
        double[] scores = IntStream.range(0, 400).mapToDouble(i -> i / 400.0).toArray();
        CascadeCalibration plain = calibration(scores, right, right);

        CascadeRules rules = certified(0.05)
                .rules(new CascadeCalibration(
                        plain.own(), plain.answers(), plain.labels(), plain.confidence(), List.of(proposal), 7));

        assertThat(rules.deferral()).containsExactly(proposal);
    }

    @Test
    void aProposedRuleDefersMoreWhereItIsNotCertified() {
        // every answer of the first stage below 0.6 is wrong, and the proposal passes on too few of them
        int n = 1000;
        double[] scores = IntStream.range(0, n).mapToDouble(i -> (double) i / n).toArray();
        boolean[] first = new boolean[n];
        boolean[] second = new boolean[n];
        Arrays.fill(first, 3 * n / 5, n, true);
        Arrays.fill(second, true);
        CascadeCalibration plain = calibration(scores, first, second);
        CascadeRules rules = certified(0.05)
                .rules(new CascadeCalibration(
                        plain.own(),
                        plain.answers(),
                        plain.labels(),
                        plain.confidence(),
                        List.of(DeferralRule.below(new LastLogit(), 0.4)),
                        7));

        assertThat(rules.certificate().holds()).isTrue();
        assertThat(rules.deferral().get(0).high()).isBetween(0.55, 0.75);
    }

    @Test
    void whatIsFittedOnATemperatureOfTheChoosingHalfStandsInTheRule() {
        CascadeRules rules = new Certified(0.5, 0.05, new LastLogit(), Shape.THRESHOLD, 0.1, true).rules(allRight(200));

        assertThat(rules.deferral().get(0).score()).isInstanceOf(Tempered.class);
    }

    @Test
    void oneExampleIsRefused() {
        assertThatThrownBy(() -> certified(0.05).rules(allRight(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a guarantee needs at least 2 calibration examples, one to choose on and one to test on,"
                        + " got 1\nGive the calibration split examples.");
    }

    @Test
    void aRiskOfZeroOrOneIsRefused() {
        assertThatThrownBy(() -> certified(0)).hasMessageStartingWith("risk must be above 0 and below 1, got 0");
        assertThatThrownBy(() -> certified(5)).hasMessageEndingWith("Write 5.0 percent as 0.05.");
        assertThatThrownBy(() -> certified(Double.NaN)).hasMessageContaining("NaN");
    }

    @Test
    void theLimitIsThatOfClopperAndPearson() {
        // of 3 errors among 100 the one-sided limit at 95% is 0.07571 (any table); of none 1 - 0.05^(1/n)
        assertThat(Binomial.upper(3, 100, 0.05)).isCloseTo(0.0757, within(5e-5));
        assertThat(Binomial.upper(0, 59, 0.05)).isCloseTo(1 - Math.pow(0.05, 1.0 / 59), within(1e-9));
        assertThat(Binomial.pValue(0, 59, 0.05)).isCloseTo(Math.pow(0.95, 59), within(1e-12));
        assertThat(Binomial.upper(0, 0, 0.05)).isEqualTo(1);
        assertThat(Binomial.pValue(0, 0, 0.05)).isEqualTo(1);
    }

    @Test
    void theTestSucceedsExactlyWhereTheLimitIsBelowTheRisk() {
        for (int accepted = 1; accepted < 200; accepted += 7) {
            for (int errors = 0; errors < accepted; errors++) {
                assertThat(Binomial.pValue(errors, accepted, 0.1) <= 0.05)
                        .as(errors + " of " + accepted)
                        .isEqualTo(Binomial.upper(errors, accepted, 0.05) <= 0.1);
            }
        }
    }

    private static Certified certified(double risk) {
        return new Certified(risk, 0.05, new LastLogit(), Shape.THRESHOLD, 0.1, false);
    }

    private static CascadeCalibration allRight(int n) {
        boolean[] right = new boolean[n];
        Arrays.fill(right, true);
        return calibration(new double[n], right, right);
    }

    /** Two stages; the confidence is that of the probability of the prediction, which here is always 1. */
    private static CascadeCalibration calibration(double[] scores, boolean[] right, boolean[] nextRight) {
        List<Outputs> stages =
                List.of(LastLogit.outputs(scores, right), LastLogit.outputs(new double[scores.length], nextRight));
        return new CascadeCalibration(
                stages,
                stages,
                LastLogit.labels(scores.length),
                outputs -> outputs.logits().mapRows(row -> outputs.logits().maxSoftmax(row, 1)),
                List.of(),
                7);
    }
}
