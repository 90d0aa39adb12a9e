/** Tokens that outlive the process, for the user alone. */
@NullMarked
package io.github.partnercart.signin.cache;

import org.jspecify.annotations.NullMarked;
