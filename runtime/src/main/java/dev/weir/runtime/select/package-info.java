/** The select job: which model of a zoo is worth fine-tuning on a target. */
@NullMarked
package dev.weir.runtime.select;

import org.jspecify.annotations.NullMarked;
