/**
 * Confidence scores that read nothing but the logits. All of them are computed in double precision, row by
 * row, without a copy.
 */
@NullMarked
package dev.weir.plugins.scores;

import org.jspecify.annotations.NullMarked;
