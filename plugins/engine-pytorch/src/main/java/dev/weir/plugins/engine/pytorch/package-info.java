/** Models on PyTorch, through DJL. DJL and its native library live in this plugin's class loader alone. */
@NullMarked
package dev.weir.plugins.engine.pytorch;

import org.jspecify.annotations.NullMarked;
