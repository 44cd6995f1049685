/**
 * Where labelled examples come from.
 *
 * <p>Stable since 1.0, but for what is marked {@link dev.weir.api.Experimental}.
 */
@NullMarked
package dev.weir.api.data;

import org.jspecify.annotations.NullMarked;
