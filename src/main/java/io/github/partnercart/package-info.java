/** The command line: options in, exit code out. */
@NullMarked
package io.github.partnercart;

import org.jspecify.annotations.NullMarked;
