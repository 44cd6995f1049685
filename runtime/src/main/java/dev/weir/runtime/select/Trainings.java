package dev.weir.runtime.select;

import dev.weir.api.selection.Estimate;
import java.io.IOException;
import java.util.List;

/** Where trials get their accuracies: from training, or from what was recorded of it. */
public interface Trainings {

    /** There are none. */
    Trainings NONE = (candidate, epochs) -> new History(List.of(), "nothing says how it would be trained");

    /**
     * The history of a candidate's training on the target, which is taken further where it is shorter.
     *
     * @param epochs how long it has to be
     */
    History of(String candidate, int epochs) throws IOException;

    /** An accuracy on the validation split as trials report it. */
    default Estimate estimate(double accuracy) {
        return Estimate.withoutInterval(accuracy, "how many examples it was measured on is not known");
    }

    /** How many epochs were trained, rather than found, until now. */
    default int trained() {
        return 0;
    }

    /**
     * A history.
     *
     * @param accuracies on the validation split, by epoch
     * @param failed     why it ends there; empty where it does not
     */
    record History(List<Double> accuracies, String failed) {

        public History {
            accuracies = List.copyOf(accuracies);
        }
    }
}
