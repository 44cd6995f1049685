package dev.weir.plugins.transferability;

import java.util.Arrays;

/**
 * How well the kernel of the features, {@code Theta = F F^T}, is aligned with that of the labels, which is 1 for two
 * examples of one class and -1 for two of different classes.
 *
 * <p>No {@code n x n} matrix is made. With the mean {@code m} of the features, {@code X = F - 1 m^T}, {@code u = X m}
 * and {@code x_c} the sum of class {@code c} in {@code X}, the kernel less its grand mean is
 * {@code 1 u^T + u 1^T + X X^T}; since {@code 1^T X = 0}, its squared Frobenius norm is
 * {@code 2 n |u|^2 + |X^T X|^2} and its product with the label kernel {@code 2 sum_c (2 n_c x_c . m + |x_c|^2)}: sums
 * of centred terms, which lose no digits where the mean is far from 0.
 *
 * @see <a href="https://arxiv.org/abs/2102.00084">Deshpande et al., A linearized framework and a new benchmark for
 *     model selection for fine-tuning, 2021, section 3</a>
 */
record KernelAlignment(Moments moments, Norm norm, Centring centring) {

    double score() {
        double sum = 0;
        for (int k = 0; k < moments.classes().size(); k++) {
            sum += moments.classSumSquared(k);
            if (centring == Centring.GRAND_MEAN) {
                sum += 2.0 * moments.classes().count(k) * moments.classSumTimesMean(k);
            }
        }
        double denominator = norm == Norm.FROBENIUS
                ? Math.sqrt(featureKernelSquared()) * Math.sqrt(labelKernelSquared())
                : featureKernelSpectral() * labelKernelSpectral();
        if (denominator == 0) {
            throw new Undefined("a centred kernel is 0");
        }
        return 2 * sum / denominator;
    }

    private double featureKernelSquared() {
        double ofMean = centring == Centring.GRAND_MEAN ? 2.0 * moments.rows() * moments.meanProductsSquared() : 0;
        return moments.gramSquared() + ofMean;
    }

    private double featureKernelSpectral() {
        Moments.Spectrum spectrum = moments.centred();
        if (centring == Centring.DOUBLE) {
            return Arrays.stream(spectrum.values()).max().orElse(0);
        }
        // In the basis of the left singular vectors and 1 / sqrt(n) the kernel is diagonal but for one row and column.
        int order = spectrum.rank() + 1;
        double[] arrow = new double[order * order];
        double root = Math.sqrt(moments.rows());
        for (int j = 0; j < spectrum.rank(); j++) {
            arrow[j * order + j] = spectrum.values()[j];
            arrow[j * order + order - 1] = root * spectrum.ofMean()[j];
            arrow[(order - 1) * order + j] = root * spectrum.ofMean()[j];
        }
        return Symmetric.spectralNorm(arrow, order);
    }

    private double labelKernelSquared() {
        if (centring == Centring.GRAND_MEAN) {
            double n = moments.rows();
            double mean = labelMean();
            return n * n * (1 - mean) * (1 + mean);
        }
        double[] kernel = labelKernel();
        return Products.dot(kernel, 0, kernel, 0, kernel.length);
    }

    private double labelKernelSpectral() {
        return Symmetric.spectralNorm(labelKernel(), moments.classes().size());
    }

    /** The mean entry of the label kernel. */
    private double labelMean() {
        double n = moments.rows();
        double squares = 0;
        for (int k = 0; k < moments.classes().size(); k++) {
            squares += (double) moments.classes().count(k) * moments.classes().count(k);
        }
        return 2 * squares / (n * n) - 1;
    }

    /** A matrix of one row for each class, with the same eigenvalues other than 0 as the centred label kernel. */
    private double[] labelKernel() {
        int classes = moments.classes().size();
        double[] kernel = new double[classes * classes];
        for (int a = 0; a < classes; a++) {
            double ofA = moments.classes().count(a);
            for (int b = 0; b < classes; b++) {
                double ofB = moments.classes().count(b);
                double centre = centring == Centring.GRAND_MEAN
                        ? (1 + labelMean()) * Math.sqrt(ofA * ofB)
                        : 2 * ofA * ofB / moments.rows();
                kernel[a * classes + b] = (a == b ? 2 * ofA : 0) - centre;
            }
        }
        return kernel;
    }
}
