package dev.weir.api.model;

/**
 * A training objective's value and its gradient.
 *
 * @param value    the loss; 0 or more for the objectives that ship with Weir
 * @param gradient the derivative of the value by each logit, {@code n x k}, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // a result handed over once, compared by nobody
public record Loss(double value, double[] gradient) {}
