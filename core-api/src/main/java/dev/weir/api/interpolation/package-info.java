/**
 * One model of several sets of weights: mixed anew for each input, or merged once.
 *
 * <p>Stable since 1.0, but for what is marked {@link dev.weir.api.Experimental}.
 */
@NullMarked
package dev.weir.api.interpolation;

import org.jspecify.annotations.NullMarked;
