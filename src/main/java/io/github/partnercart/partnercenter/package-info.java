/**
 * Partner Center's REST API over HTTP: addresses, headers, idempotent retry, throttling, faults.
 */
@NullMarked
package io.github.partnercart.partnercenter;

import org.jspecify.annotations.NullMarked;
