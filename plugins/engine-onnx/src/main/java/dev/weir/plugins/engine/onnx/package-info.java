/** Models on ONNX Runtime, which lives in this plugin's class loader alone. */
@NullMarked
package dev.weir.plugins.engine.onnx;

import org.jspecify.annotations.NullMarked;
