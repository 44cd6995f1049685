/** What engines share: the description of a network, its first weights, the order of the data and the optimizer. */
@NullMarked
package dev.weir.plugins.engine.support;

import org.jspecify.annotations.NullMarked;
