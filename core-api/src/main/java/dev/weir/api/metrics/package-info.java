/**
 * What is measured on the outputs of models, as pure functions of arrays.
 *
 * <p>Stable since 1.0, but for what is marked {@link dev.weir.api.Experimental}.
 */
@NullMarked
package dev.weir.api.metrics;

import org.jspecify.annotations.NullMarked;
