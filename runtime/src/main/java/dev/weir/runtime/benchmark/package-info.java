/** The benchmark job: fine-tunes every model of a zoo on every target, and judges transferability scores by what came out. */
@NullMarked
package dev.weir.runtime.benchmark;

import org.jspecify.annotations.NullMarked;
