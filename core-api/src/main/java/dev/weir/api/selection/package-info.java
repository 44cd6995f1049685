/** Which of these pre-trained models is worth fine-tuning: transferability scores and the selectors over them. */
@NullMarked
package dev.weir.api.selection;

import org.jspecify.annotations.NullMarked;
