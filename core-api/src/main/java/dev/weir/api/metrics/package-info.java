/** What is measured on the outputs of models, as pure functions of arrays. */
@NullMarked
package dev.weir.api.metrics;

import org.jspecify.annotations.NullMarked;
