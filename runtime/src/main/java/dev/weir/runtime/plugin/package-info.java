/** Loads plugins and knows what they offer. Every failure that PF4J keeps to itself is made loud here. */
@NullMarked
package dev.weir.runtime.plugin;

import org.jspecify.annotations.NullMarked;
