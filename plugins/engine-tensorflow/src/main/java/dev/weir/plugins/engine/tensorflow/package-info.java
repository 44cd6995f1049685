/** Models on TensorFlow, through DJL. DJL and the native library live in this plugin's class loader alone. */
@NullMarked
package dev.weir.plugins.engine.tensorflow;

import org.jspecify.annotations.NullMarked;
