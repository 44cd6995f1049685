@NullMarked
package dev.weir.plugins.transferability;

import org.jspecify.annotations.NullMarked;
