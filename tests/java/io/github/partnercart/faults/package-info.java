/** Batches of purchases through the real process while everything around it fails. */
@NullMarked
package io.github.partnercart.faults;

import org.jspecify.annotations.NullMarked;
