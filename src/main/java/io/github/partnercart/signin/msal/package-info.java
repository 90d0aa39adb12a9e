/** Signing in through MSAL4J, which is loaded with this package and only where it is used. */
@NullMarked
package io.github.partnercart.signin.msal;

import org.jspecify.annotations.NullMarked;
