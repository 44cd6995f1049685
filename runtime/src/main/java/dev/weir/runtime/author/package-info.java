/** What the author of a plugin is given: a project to start from, a verdict on what was built, pages on what there is. */
@NullMarked
package dev.weir.runtime.author;

import org.jspecify.annotations.NullMarked;
