/** The command line: what each command prints, and the exit code of every way to end. */
@NullMarked
package dev.weir.runtime.command;

import org.jspecify.annotations.NullMarked;
