/** Transferability scores, which say without fine-tuning how well a model suits a target, and a selector over them. */
@NullMarked
package dev.weir.plugins.transferability;

import org.jspecify.annotations.NullMarked;
