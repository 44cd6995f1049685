/**
 * Models, the engines that open and train them, and what they are trained for.
 *
 * <p>Stable since 1.0, but for what is marked {@link dev.weir.api.Experimental}.
 */
@NullMarked
package dev.weir.api.model;

import org.jspecify.annotations.NullMarked;
