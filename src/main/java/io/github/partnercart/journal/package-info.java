/** The journal of a batch: what a run that was cut off had done, so that the next one goes on. */
@NullMarked
package io.github.partnercart.journal;

import org.jspecify.annotations.NullMarked;
