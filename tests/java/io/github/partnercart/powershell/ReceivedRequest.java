package io.github.partnercart.powershell;

import com.sun.net.httpserver.Headers;

/** A request that the module sent. */
record ReceivedRequest(String method, String target, Headers headers, String body) {
  String requestId() {
    return headers.getFirst("MS-RequestId");
  }

  String correlationId() {
    return headers.getFirst("MS-CorrelationId");
  }
}
