/** JSON texts and trees: strict reading, and members by name without regard to case. */
@NullMarked
package io.github.partnercart.json;

import org.jspecify.annotations.NullMarked;
