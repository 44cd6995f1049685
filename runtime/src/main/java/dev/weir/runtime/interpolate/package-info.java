/** The interpolate job: mixes the weights of fine-tuned models for each example, and says what that is worth. */
@NullMarked
package dev.weir.runtime.interpolate;

import org.jspecify.annotations.NullMarked;
