/** Selectors that fine-tune candidates for some epochs: two-phase recall-and-select, and what it is compared with. */
@NullMarked
package dev.weir.plugins.twophase;

import org.jspecify.annotations.NullMarked;
