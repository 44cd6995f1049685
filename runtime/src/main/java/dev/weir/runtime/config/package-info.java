/** Reads a YAML file into records, with all mistakes at once, each with its place. */
@NullMarked
package dev.weir.runtime.config;

import org.jspecify.annotations.NullMarked;
