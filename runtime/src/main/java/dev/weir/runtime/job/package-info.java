/** What all jobs have in common: how they are found, prepared, run, and what they leave. */
@NullMarked
package dev.weir.runtime.job;

import org.jspecify.annotations.NullMarked;
