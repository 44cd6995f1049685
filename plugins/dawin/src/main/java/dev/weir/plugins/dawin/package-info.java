/** The interpolator {@code dawin}. Coefficients come from the entropies of the endpoints alone. */
@NullMarked
package dev.weir.plugins.dawin;

import org.jspecify.annotations.NullMarked;
