/**
 * Deferral policies on one confidence score: a window around the operating threshold, and a single
 * threshold. Both choose their rule on calibration outputs alone.
 */
@NullMarked
package dev.weir.plugins.windowearlyexit;

import org.jspecify.annotations.NullMarked;
