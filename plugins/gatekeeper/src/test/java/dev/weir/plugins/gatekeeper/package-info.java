@NullMarked
package dev.weir.plugins.gatekeeper;

import org.jspecify.annotations.NullMarked;
