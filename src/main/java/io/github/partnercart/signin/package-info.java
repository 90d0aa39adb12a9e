/** Access tokens for Partner Center, and where they come from. */
@NullMarked
package io.github.partnercart.signin;

import org.jspecify.annotations.NullMarked;
