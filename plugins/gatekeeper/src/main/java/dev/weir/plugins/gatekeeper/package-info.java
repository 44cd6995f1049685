/** Confidence tuning: an objective that teaches a small model to be unsure where it is wrong, and its policy. */
@NullMarked
package dev.weir.plugins.gatekeeper;

import org.jspecify.annotations.NullMarked;
