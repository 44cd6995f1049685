@NullMarked
package dev.weir.plugins.twophase;

import org.jspecify.annotations.NullMarked;
