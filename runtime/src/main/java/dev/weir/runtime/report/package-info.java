/** The page a run leaves: the report as one HTML file that opens offline. */
@NullMarked
package dev.weir.runtime.report;

import org.jspecify.annotations.NullMarked;
