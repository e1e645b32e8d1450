package dev.telltale.internal.pipeline;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonDataException;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.internal.http.Exchange;
import dev.telltale.internal.http.Transport;
import dev.telltale.internal.stream.RealChatStream;
import dev.telltale.internal.stream.StreamListener;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.WireErrorException;
import dev.telltale.provider.WireHeaders;
import dev.telltale.provider.WireRequest;
import dev.telltale.provider.WireResponse;
import java.io.IOException;
import java.time.Duration;

/** Encodes the request, sends it as one HTTP exchange, and decodes what comes back. */
final class ExchangeStage implements Stage {
  private final Transport transport;
  private final Duration defaultDeadline;

  ExchangeStage(Transport transport, Duration defaultDeadline) {
    this.transport = transport;
    this.defaultDeadline = defaultDeadline;
  }

  @Override
  public Reply run(ChatCall call, Chain rest) {
    WireRequest request = call.provider().encode(call.request(), call.model(), call.form());
    WireHeaders headers = headers(call, request);
    Duration deadline = call.options().deadline().orElse(defaultDeadline);
    Exchange exchange = transport.send(request, headers, call.form(), deadline);
    boolean handedOver = false;
    try {
      if (!exchange.successful()) {
        throw refused(call.provider(), exchange);
      }
      if (call.form() == AnswerForm.WHOLE) {
        return new Reply.Whole(whole(call.provider(), exchange));
      }
      Reply reply = new Reply.Opened(stream(call, exchange));
      handedOver = true;
      return reply;
    } finally {
      if (!handedOver) {
        exchange.close();
      }
    }
  }

  private static WireHeaders headers(ChatCall call, WireRequest request) {
    WireHeaders headers =
        call.options().headers().isEmpty()
            ? request.headers()
            : request.headers().withAll(call.options().headers());
    return call.provider().credential().addTo(headers);
  }

  private RealChatStream stream(ChatCall call, Exchange exchange) {
    StreamListener listener = requireNonNull(call.listener(), "listener");
    String type = exchange.contentType();
    if ("application/json".equals(type)) {
      ChatResponse response = whole(call.provider(), exchange);
      return RealChatStream.ofWhole(exchange, transport, response, listener);
    }
    if ("text/html".equals(type)) {
      String hint = "The server answered with a web page.";
      throw LlmException.from(located(ErrorKind.MALFORMED_RESPONSE, exchange).hint(hint).build());
    }
    return RealChatStream.open(exchange, transport, call.provider().openDecoder(), listener);
  }

  private ChatResponse whole(ChatProvider provider, Exchange exchange) {
    WireResponse response;
    try {
      response = exchange.readWhole();
    } catch (IOException failure) {
      throw LlmException.from(at(transport.classify(failure), exchange).build());
    }
    try {
      ChatResponse decoded = provider.decode(response);
      return decoded.toBuilder()
          .headers(response.headers())
          .requestId(exchange.requestId())
          .body(response.body())
          .build();
    } catch (WireErrorException error) {
      throw LlmException.from(at(error.details(), exchange).build());
    } catch (IOException | JsonDataException malformed) {
      String type = malformed.getClass().getName();
      throw LlmException.from(
          located(ErrorKind.MALFORMED_RESPONSE, exchange).causeType(type).build());
    }
  }

  private static LlmException refused(ChatProvider provider, Exchange exchange) {
    String redirect = exchange.redirectHost();
    if (redirect != null) {
      return LlmException.from(
          located(ErrorKind.BAD_REQUEST, exchange)
              .status(exchange.status())
              .hint("The server redirects to " + redirect + "; redirects are not followed.")
              .build());
    }
    ErrorDetails details = provider.decodeError(exchange.readError());
    return LlmException.from(at(details, exchange).status(exchange.status()).build());
  }

  private static ErrorDetails.Builder located(ErrorKind kind, Exchange exchange) {
    return at(ErrorDetails.builder(kind).build(), exchange);
  }

  private static ErrorDetails.Builder at(ErrorDetails details, Exchange exchange) {
    return details.toBuilder().headers(exchange.headers()).requestId(exchange.requestId());
  }
}
