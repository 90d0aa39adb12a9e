/** The protocol on stdin and stdout: a JSON command a line in, a JSON answer a line out. */
@NullMarked
package io.github.partnercart.protocol;

import org.jspecify.annotations.NullMarked;
