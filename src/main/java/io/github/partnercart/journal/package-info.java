/** What was sent and answered, by identity, on disk: a later run with the same file goes on. */
@NullMarked
package io.github.partnercart.journal;

import org.jspecify.annotations.NullMarked;
