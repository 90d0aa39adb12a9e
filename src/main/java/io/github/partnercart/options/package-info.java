/** What the command line and the environment ask for: one row an option, and the help. */
@NullMarked
package io.github.partnercart.options;

import org.jspecify.annotations.NullMarked;
