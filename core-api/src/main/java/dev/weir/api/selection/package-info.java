/**
 * Which of these pre-trained models is worth fine-tuning: transferability scores and the selectors over them.
 *
 * <p>Stable since 1.0, but for what is marked {@link dev.weir.api.Experimental}.
 */
@NullMarked
package dev.weir.api.selection;

import org.jspecify.annotations.NullMarked;
