package dev.weir.api;

/**
 * What a model is asked about: {@code n} examples of one kind, in order.
 *
 * <p>Types that hold a large array take it over without a copy and never write to it again.
 */
public sealed interface Inputs permits FloatTensor, TokenIds, Texts, RecordedRows {

    /** Number of examples. */
    int rows();

    /** The given rows in the given order, copied. */
    Inputs select(int[] rows);

    /** What these inputs are, for a person: {@code "float tensors of shape [1, 8, 8]"}. */
    String kind();
}
