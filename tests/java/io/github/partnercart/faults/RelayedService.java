package io.github.partnercart.faults;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/** The service behind a {@link FaultyRelay}. */
@FunctionalInterface
interface RelayedService {
  /** Answers a request that has come to the service whole. */
  HttpMessage answer(HttpMessage request) throws IOException;

  /** The service that listens at an address. */
  static RelayedService at(URI address) {
    return request -> {
      try (Socket socket = new Socket(address.getHost(), address.getPort())) {
        socket.getOutputStream().write(request.bytes());
        return HttpMessage.read(new BufferedInputStream(socket.getInputStream()));
      }
    };
  }
}
