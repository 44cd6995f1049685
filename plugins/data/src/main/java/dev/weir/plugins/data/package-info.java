/** Where labelled examples come from: CSV files, NumPy arrays, and outputs that models put out elsewhere. */
@NullMarked
package dev.weir.plugins.data;

import org.jspecify.annotations.NullMarked;
