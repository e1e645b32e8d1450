package dev.telltale;

import dev.telltale.provider.ErrorDetails;

/**
 * No answer came: the connection, the TLS handshake or a timer failed, or the client had no room to
 * send.
 */
public final class TransportException extends LlmException {
  private static final long serialVersionUID = 1L;

  TransportException(ErrorDetails details) {
    super(details);
  }
}
