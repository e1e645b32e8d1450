package dev.telltale.internal.pipeline;

import com.squareup.moshi.JsonDataException;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.StreamException;
import dev.telltale.internal.http.Exchange;
import dev.telltale.internal.http.Redactor;
import dev.telltale.internal.http.SentHeaders;
import dev.telltale.internal.http.Transport;
import dev.telltale.internal.pipeline.ChatCall.Outgoing;
import dev.telltale.internal.retry.RetryAfter;
import dev.telltale.internal.stream.RealChatStream;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.Credential;
import dev.telltale.provider.Endpoint;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.WireErrorException;
import dev.telltale.provider.WireHeaders;
import dev.telltale.provider.WireRequest;
import dev.telltale.provider.WireResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;

/** Sends the encoded request as one HTTP exchange and decodes what comes back. */
final class ExchangeStage implements Stage {
  private static final int UNAUTHORIZED = 401;
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

  private final Transport transport;
  private final InstantSource clock;

  ExchangeStage(Transport transport, InstantSource clock) {
    this.transport = transport;
    this.clock = clock;
  }

  @Override
  public Reply run(ChatCall call, Chain rest) {
    WireRequest request = queried(call.requireOutgoing().request(), call.options().query());
    SentHeaders headers = headers(call, request);
    call.listener().sending(headers);
    Exchange exchange = send(call, request, headers);
    boolean handedOver = false;
    try {
      if (!exchange.successful()) {
        if (exchange.status() == UNAUTHORIZED) {
          tellRefused(call, headers.all());
        }
        throw refused(call.provider(), exchange, headers);
      }
      if ("text/html".equals(exchange.contentType())) {
        throw LlmException.from(
            located(ErrorKind.MALFORMED_RESPONSE, exchange)
                .hint("The server answered with a web page.")
                .build());
      }
      if (call.form() == AnswerForm.WHOLE) {
        return new Reply.Whole(whole(call.provider(), exchange, headers));
      }
      Reply reply = new Reply.Opened(stream(call, exchange, headers));
      handedOver = true;
      call.listener().opened();
      return reply;
    } finally {
      if (!handedOver) {
        exchange.close();
      }
    }
  }

  private Exchange send(ChatCall call, WireRequest request, SentHeaders headers) {
    Outgoing outgoing = call.requireOutgoing();
    try {
      return transport.send(
          request, headers, call.form(), call.timers(), outgoing.attempt(), call.cancellation());
    } catch (IOException failure) {
      throw LlmException.from(
          transport.classify(failure, request, outgoing.attempt(), call.cancellation()).toBuilder()
              .report(call.log()::report)
              .build());
    }
  }

  private static WireRequest queried(WireRequest request, Map<String, String> query) {
    if (query.isEmpty()) {
      return request;
    }
    Endpoint endpoint = request.endpoint();
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      endpoint = endpoint.query(parameter.getKey(), parameter.getValue());
    }
    return request.withEndpoint(endpoint);
  }

  private SentHeaders headers(ChatCall call, WireRequest request) {
    WireHeaders headers =
        merged(merged(transport.headers(), request.headers()), call.options().headers());
    Credential credential = call.provider().credential();
    try {
      return SentHeaders.of(credential.addTo(headers), headers, request);
    } catch (RuntimeException noToken) {
      // The caller's supplier of tokens: what it throws is why there is no answer.
      throw noToken(
          call, noToken, "Nothing was sent, as the supplier of tokens brought no usable one.");
    }
  }

  private static WireHeaders merged(WireHeaders headers, WireHeaders over) {
    if (headers.isEmpty() || over.isEmpty()) {
      return headers.isEmpty() ? over : headers;
    }
    return headers.withAll(over);
  }

  private static void tellRefused(ChatCall call, WireHeaders sent) {
    try {
      call.provider().credential().refused(sent);
    } catch (RuntimeException failed) {
      throw noToken(
          call, failed, "The server refused the token, and its source failed when told so.");
    }
  }

  private static LlmException noToken(ChatCall call, RuntimeException thrown, String hint) {
    return LlmException.from(
        ErrorDetails.builder(ErrorKind.AUTHENTICATION)
            .hint(hint)
            .cause(Redactor.cause(thrown))
            .causeType(thrown.getClass().getName())
            .report(call.log()::report)
            .build());
  }

  private RealChatStream stream(ChatCall call, Exchange exchange, SentHeaders sent) {
    if ("application/json".equals(exchange.contentType())) {
      ChatResponse response = whole(call.provider(), exchange, sent);
      return RealChatStream.ofWhole(exchange, response, call.listener());
    }
    try {
      return RealChatStream.open(exchange, call.provider().openDecoder(), call.listener());
    } catch (StreamException failure) {
      ErrorDetails details = RetryAfter.addTo(failure.details(), clock.instant());
      throw StreamException.from(details, failure.outcome(), failure.partial());
    }
  }

  private ChatResponse whole(ChatProvider provider, Exchange exchange, SentHeaders sent) {
    WireResponse response;
    try {
      response = exchange.readWhole();
    } catch (IOException failure) {
      throw LlmException.from(exchange.located(exchange.classify(failure)));
    }
    try {
      ChatResponse decoded = provider.decode(response);
      return HiddenWords.in(decoded, sent)
          .headers(response.headers())
          .requestId(exchange.requestId())
          .body(response.body())
          .build();
    } catch (WireErrorException error) {
      String body = Redactor.excerpt(response.body(), sent);
      ErrorDetails details = RetryAfter.addTo(exchange.located(error.details()), clock.instant());
      throw LlmException.from(details.toBuilder().body(body).build());
    } catch (IOException | JsonDataException malformed) {
      String type = malformed.getClass().getName();
      throw LlmException.from(
          located(ErrorKind.MALFORMED_RESPONSE, exchange).causeType(type).build());
    }
  }

  private LlmException refused(ChatProvider provider, Exchange exchange, SentHeaders sent) {
    String redirect = exchange.redirectHost();
    if (redirect != null) {
      return LlmException.from(
          located(ErrorKind.BAD_REQUEST, exchange)
              .status(exchange.status())
              .hint("The server redirects to " + redirect + "; redirects are not followed.")
              .build());
    }
    if (exchange.status() == PROXY_AUTHENTICATION_REQUIRED) {
      return LlmException.from(
          located(ErrorKind.CONNECTION, exchange)
              .status(exchange.status())
              .hint(Transport.PROXY_WANTS_CREDENTIALS)
              .build());
    }
    WireResponse response = exchange.readError();
    ErrorDetails details = exchange.located(provider.decodeError(response));
    return LlmException.from(
        RetryAfter.addTo(details, clock.instant()).toBuilder()
            .status(exchange.status())
            .body(Redactor.excerpt(response.body(), sent))
            .build());
  }

  private static ErrorDetails.Builder located(ErrorKind kind, Exchange exchange) {
    return exchange.located(ErrorDetails.builder(kind).build()).toBuilder();
  }
}
