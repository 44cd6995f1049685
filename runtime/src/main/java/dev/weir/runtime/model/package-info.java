/** Models as the runtime asks them: held to their contract, and mixed from the weights of several. */
@NullMarked
package dev.weir.runtime.model;

import org.jspecify.annotations.NullMarked;
