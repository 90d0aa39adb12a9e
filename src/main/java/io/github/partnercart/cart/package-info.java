/** Carts, their line items and check-outs, in the service's shape and in the cmdlets' shape. */
@NullMarked
package io.github.partnercart.cart;

import org.jspecify.annotations.NullMarked;
