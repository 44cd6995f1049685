/** The real plugins through the real loader on real data. */
@NullMarked
package dev.weir.integration;

import org.jspecify.annotations.NullMarked;
