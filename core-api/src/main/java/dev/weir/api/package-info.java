/**
 * The field's words as types: inputs, labels, logits, features, and the annotations that name a component.
 *
 * <p>Stable since 1.0, but for what is marked {@link dev.weir.api.Experimental}.
 */
@NullMarked
package dev.weir.api;

import org.jspecify.annotations.NullMarked;
