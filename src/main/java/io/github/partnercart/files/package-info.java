/** Files of their owner alone, created, locked and synced: for the journal and the token cache. */
@NullMarked
package io.github.partnercart.files;

import org.jspecify.annotations.NullMarked;
