@NullMarked
package dev.weir.plugins.data;

import org.jspecify.annotations.NullMarked;
