/** The cascade job: train, calibrate, evaluate, report. */
@NullMarked
package dev.weir.runtime.cascade;

import org.jspecify.annotations.NullMarked;
