package dev.weir.runtime.config;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Outputs;
import dev.weir.api.Require;
import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.plugin.PluginInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Components of a plugin that stands in no jar, for the tests of what reads and describes them. */
final class Sample {
    static final PluginCatalog CATALOG = PluginCatalog.of(List.of(new PluginCatalog.Offer(
            new PluginInfo("p", "1.0.0", Path.of("p.jar")),
            List.of(Entropy.class, MaxSoftmax.class, Window.class, Picky.class))));

    private Sample() {}

    @Name("entropy")
    record Entropy(
            @Default("1.0") @Doc("divides the logits; greater than 0")
            double temperature) implements ConfidenceScore {
        Entropy {
            Require.positive("temperature", temperature);
        }

        @Override
        public double[] scores(Outputs outputs) {
            return new double[outputs.rows()];
        }
    }

    @Name("max-softmax")
    record MaxSoftmax() implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return new double[outputs.rows()];
        }
    }

    @Name("window")
    record Window(
            @Default("max-softmax") ConfidenceScore score,
            Optional<Target> target,
            @Default("0.2") double width,
            Optional<Ends> at)
            implements DeferralPolicy {
        Window {
            Require.share("width", width);
            if (target.isPresent() && at.isPresent()) {
                throw new IllegalArgumentException("target and at exclude each other\nKeep one of them.");
            }
        }

        @Override
        public DeferralRule rule(CalibrationOutputs calibration) {
            return DeferralRule.never(score);
        }
    }

    /** Its settings break the contract: its constructor throws what is no refusal. */
    @Name("picky")
    record Picky(OptionalDouble level) implements DeferralPolicy {
        Picky {
            if (level.isPresent()) {
                throw new IllegalStateException("not today");
            }
        }

        @Override
        public DeferralRule rule(CalibrationOutputs calibration) {
            throw new UnsupportedOperationException();
        }
    }

    sealed interface Target {}

    record CoverageAtRisk(double risk) implements Target {
        CoverageAtRisk {
            Require.share("risk", risk);
        }
    }

    record RiskAtCoverage(double coverage, @Default("0") int minimum) implements Target {}

    @Name("anything")
    record Anything() implements Target {}

    record Ends(double low, double high) {}
}
