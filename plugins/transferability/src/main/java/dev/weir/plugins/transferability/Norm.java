package dev.weir.plugins.transferability;

/** What the two kernels of LFC are divided by. */
public enum Norm {
    /** The root of the sum of the squared entries: the score is a correlation, in [-1, 1]. */
    FROBENIUS,
    /** The largest absolute eigenvalue: the score may exceed 1. */
    SPECTRAL
}
