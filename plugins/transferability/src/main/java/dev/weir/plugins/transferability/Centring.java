package dev.weir.plugins.transferability;

/** What is taken off the two kernels of LFC before they are compared. */
public enum Centring {
    /** The mean of all entries. */
    GRAND_MEAN,
    /** The mean of each row and each column, as centred kernel alignment does. */
    DOUBLE
}
