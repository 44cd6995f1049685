/** The explore job: which cascades of a pool of recorded models are worth their cost. */
@NullMarked
package dev.weir.runtime.explore;

import org.jspecify.annotations.NullMarked;
