/** The field's words as types: inputs, labels, logits, features, and the annotations that name a component. */
@NullMarked
package dev.weir.api;

import org.jspecify.annotations.NullMarked;
