/** One set of weights for all inputs: static interpolation and the merges. */
@NullMarked
package dev.weir.plugins.merging;

import org.jspecify.annotations.NullMarked;
