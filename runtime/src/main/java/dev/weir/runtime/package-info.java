/** The host: the command line, and the one place where a job's collaborators are put together. */
@NullMarked
package dev.weir.runtime;

import org.jspecify.annotations.NullMarked;
