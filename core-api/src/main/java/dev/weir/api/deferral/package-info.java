/** Who answers this example: confidence scores, deferral policies and the rules they leave. */
@NullMarked
package dev.weir.api.deferral;

import org.jspecify.annotations.NullMarked;
