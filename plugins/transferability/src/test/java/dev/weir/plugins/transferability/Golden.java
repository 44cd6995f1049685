package dev.weir.plugins.transferability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Features;
import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.LastLayerGradients;
import dev.weir.api.selection.RowBlocks;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;

/** A target without a random generator, of which the field's own programs gave the scores. */
final class Golden {
    private Golden() {}

    /** 30 examples of 3 classes, 6 features, 4 source classes. */
    static Evidence evidence() {
        return evidence(30, 6);
    }

    static Evidence evidence(int n, int d) {
        Labels labels = labels(n);
        RowBlocks features = RowBlocks.of(features(labels, d));
        return Evidence.of(labels)
                .with(Need.FEATURES, features)
                .with(Need.OUTPUT_GRADIENTS, new LastLayerGradients(features, 3))
                .with(Need.SOURCE_PROBABILITIES, RowBlocks.of(probabilities(labels)));
    }

    static Labels labels(int n) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 3;
        }
        return new Labels(3, labels);
    }

    static Features features(Labels labels, int d) {
        int n = labels.size();
        double[] features = new double[n * d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                features[i * d + j] = Math.sin(0.7 * (i + 1) * (j + 1)) + (j % 3 == labels.at(i) ? 0.5 : 0);
            }
        }
        return new Features(n, d, features);
    }

    static Features probabilities(Labels labels) {
        int n = labels.size();
        double[] probabilities = new double[n * 4];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k = 0; k < 4; k++) {
                double logit = Math.cos(0.9 * (i + 1) * (k + 1)) + (k % 3 == labels.at(i) ? 1.2 : 0);
                probabilities[i * 4 + k] = Math.exp(logit);
                sum += probabilities[i * 4 + k];
            }
            for (int k = 0; k < 4; k++) {
                probabilities[i * 4 + k] /= sum;
            }
        }
        return new Features(n, 4, probabilities);
    }

    /** Features alone. */
    static Evidence of(Labels labels, int d, double... features) {
        return Evidence.of(labels).with(Need.FEATURES, RowBlocks.of(new Features(labels.size(), d, features)));
    }

    static double number(TransferabilityScore score, Evidence evidence) {
        Transferability found = score.score(evidence);
        assertThat(found).as("%s", score).isInstanceOf(Transferability.Value.class);
        return ((Transferability.Value) found).number();
    }

    static String reason(TransferabilityScore score, Evidence evidence) {
        Transferability found = score.score(evidence);
        assertThat(found).as("%s", score).isInstanceOf(Transferability.None.class);
        return ((Transferability.None) found).reason();
    }
}
