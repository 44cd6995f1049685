/** Models, the engines that open and train them, and what they are trained for. */
@NullMarked
package dev.weir.api.model;

import org.jspecify.annotations.NullMarked;
