/** The cmdlets: one class each, binding and checking parameters and calling the service. */
@NullMarked
package io.github.partnercart.cmdlet;

import org.jspecify.annotations.NullMarked;
