/**
 * Who answers this example: confidence scores, deferral policies and the rules they leave.
 *
 * <p>Stable since 1.0, but for what is marked {@link dev.weir.api.Experimental}.
 */
@NullMarked
package dev.weir.api.deferral;

import org.jspecify.annotations.NullMarked;
