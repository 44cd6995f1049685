/** One model of several sets of weights: mixed anew for each input, or merged once. */
@NullMarked
package dev.weir.api.interpolation;

import org.jspecify.annotations.NullMarked;
