/** Models by Maven coordinate, from the user's own repositories. */
@NullMarked
package dev.weir.runtime.maven;

import org.jspecify.annotations.NullMarked;
