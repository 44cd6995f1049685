package {{package}};

import dev.weir.api.Doc;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Name;
import dev.weir.api.deferral.Calibrator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Adds to the logits of each class the logarithm of its share of the calibration split.
 *
 * @param shares by class; learned on the calibration split unless given
 */
@Extension
@Name("{{name}}")
@Doc("adds the logarithm of a class's share to its logits")
public record {{Type}}(
        @Doc("by class, each greater than 0; learned on the calibration split when left out")
        Optional<List<Double>> shares)
        implements Calibrator {

    public {{Type}} {
        shares = shares.map(List::copyOf);
        if (shares.isPresent() && !shares.get().stream().allMatch(share -> share > 0 && Double.isFinite(share))) {
            throw new IllegalArgumentException("shares must be finite and greater than 0, got " + shares.get());
        }
    }

    @Override
    public Calibrator fitted(Logits logits, Labels labels) {
        if (shares.isPresent()) {
            return this;
        }
        int[] counts = labels.counts();
        List<Double> learned = new ArrayList<>();
        for (int count : counts) {
            learned.add((count + 1.0) / (labels.size() + counts.length)); // none is 0
        }
        return new {{Type}}(Optional.of(learned));
    }

    @Override
    public Logits apply(Logits logits) {
        List<Double> known = shares.orElseThrow(() -> new IllegalStateException("the shares were not learned yet"));
        double[] values = logits.toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] += Math.log(known.get(i % logits.classes()));
        }
        return new Logits(logits.rows(), logits.classes(), values);
    }
}
