package dev.telltale.internal.http;

import dev.telltale.CallTimer;
import dev.telltale.ErrorKind;
import dev.telltale.internal.retry.Attempt;
import dev.telltale.internal.retry.Cancellation;
import dev.telltale.internal.sse.SseLimitException;
import dev.telltale.provider.ErrorDetails;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says what an I/O exception of the transport means. */
final class TransportFailures {

  /** All that OkHttp tells of a proxy that answered a tunnel's request with 407. */
  private static final String TUNNEL_REFUSED = "Failed to authenticate with proxy";

  private TransportFailures() {}

  /** Whether a proxy made no tunnel for want of credentials. */
  static boolean proxyWantsCredentials(IOException failure) {
    return TUNNEL_REFUSED.equals(failure.getMessage());
  }

  /** The failure as a value. Its cause is kept only if a server cannot have written its message. */
  static ErrorDetails classify(IOException failure, Attempt attempt, Cancellation cancellation) {
    ErrorKind kind = kind(failure, attempt, cancellation);
    return ErrorDetails.builder(kind)
        .timer(kind == ErrorKind.TIMEOUT ? attempt.timer() : null)
        .causeType(failure.getClass().getName())
        .cause(withoutServerText(failure))
        .build();
  }

  private static ErrorKind kind(IOException failure, Attempt attempt, Cancellation cancellation) {
    ErrorKind cancelled = cancellation.reason();
    if (cancelled != null) {
      return cancelled;
    }
    if (failure instanceof LimitExceededException || failure instanceof SseLimitException) {
      return ErrorKind.LIMIT_EXCEEDED;
    }
    if (Thread.currentThread().isInterrupted()) {
      return ErrorKind.CANCELLED;
    }
    if (failure instanceof InterruptedIOException || attempt.timer() == CallTimer.CONNECT) {
      return ErrorKind.TIMEOUT;
    }
    return failure instanceof SSLException ? ErrorKind.TLS : ErrorKind.CONNECTION;
  }

  private static @Nullable IOException withoutServerText(IOException failure) {
    boolean ours =
        failure instanceof SocketException
            || failure instanceof UnknownHostException
            || failure instanceof InterruptedIOException
            || failure instanceof SSLException
            || failure instanceof EOFException;
    return ours && !(failure instanceof ProtocolException) ? failure : null;
  }
}
