package dev.weir.plugins.engine.support;

/**
 * The operations that a network is made of, in some tensor library. An engine implements these and can
 * then run every {@link Network}.
 *
 * <p>The first dimension of every input is the batch. Images are {@code [n, channels, height, width]} at
 * this border, whatever the library prefers inside; weights come in the order of {@link Parameter}.
 *
 * @param <T> the library's tensor
 */
public interface TensorOperations<T> {

    /** {@code [n, ...]} to {@code [n, width]}, row-major. */
    T flatten(T input);

    /** {@code [n, in]} to {@code [n, out]} by a weight {@code [out, in]} and a bias {@code [out]}. */
    T dense(T input, T weight, T bias);

    /**
     * {@code [n, in, h, w]} to {@code [n, out, h / stride, w / stride]}, rounded up, by a weight
     * {@code [out, in, side, side]} and a bias {@code [out]}.
     *
     * @param side    of the kernel, odd; there are {@code (side - 1) / 2} rows and columns of zeros around the input
     * @param stride  1 or more
     */
    T convolution(T input, T weight, T bias, int side, int stride);

    /** The sum of two tensors of one shape. */
    T add(T first, T second);

    /** The larger of 0 and each number. */
    T relu(T input);

    /** The largest of each 2 x 2 square, with stride 2; an odd last row or column is dropped. */
    T maxPool(T input);

    /** {@code [n, channels, h, w]} to {@code [n, channels]}: the mean of each channel. */
    T globalAveragePool(T input);

    /**
     * Rows of a table for tokens, each added to that of its place.
     *
     * @param tokens {@code [n, length]}, the numbers of rows; below 0 where there is no token, for which any row stands
     * @param table  {@code [rows, width]}
     * @param places {@code [length, width]}
     * @return {@code [n * length, width]}
     */
    default T embedding(T tokens, T table, T places) {
        throw noTokens();
    }

    /**
     * Each row less its mean and divided by its standard deviation, times {@code 1 + scale}, plus a shift.
     *
     * @param input {@code [m, width]}
     */
    default T normalization(T input, T scale, T shift) {
        throw noTokens();
    }

    /**
     * Scaled dot-product attention of each token to itself and those before it.
     *
     * @param query  {@code [n * length, width]}, as key and value
     * @param tokens {@code [n, length]}; what is below 0 is attended by none
     * @param heads  into which the width is divided
     */
    default T attention(T query, T key, T value, T tokens, int heads) {
        throw noTokens();
    }

    /** {@code [n * length, width]} to {@code [n * last, width]}: the last places of each example. */
    default T lastPlaces(T input, int length, int last) {
        throw noTokens();
    }

    private static UnsupportedOperationException noTokens() {
        return new UnsupportedOperationException("networks that read tokens are not computed here");
    }
}
