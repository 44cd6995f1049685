/** The merge job: one file of weights made of those of fine-tuned models, after a look at every number of them. */
@NullMarked
package dev.weir.runtime.merge;

import org.jspecify.annotations.NullMarked;
