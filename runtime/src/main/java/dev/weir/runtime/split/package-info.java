/** Divides the parts of a data source into splits that share no example. */
@NullMarked
package dev.weir.runtime.split;

import org.jspecify.annotations.NullMarked;
