/** The ways out to services: the proxy, and the hosts that are reached without it. */
@NullMarked
package io.github.partnercart.http;

import org.jspecify.annotations.NullMarked;
