/** Where labelled examples come from. */
@NullMarked
package dev.weir.api.data;

import org.jspecify.annotations.NullMarked;
