package dev.telltale.testing;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect.CloseSocket;
import mockwebserver3.SocketEffect.CloseStream;
import mockwebserver3.SocketEffect.ShutdownConnection;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Protocol;

/** Records a request, refuses what a server would refuse, and asks the script for the rest. */
final class ScriptDispatcher extends Dispatcher {
  private static final int INTERNAL_ERROR = 2;

  private final MockWebServer server;
  private final Script script;
  private final RequestLog log;
  private final KeyCheck keyCheck;
  private final Pacer pacer;
  private final boolean http2;
  private final AtomicLong requests = new AtomicLong();

  ScriptDispatcher(
      MockWebServer server, Script script, RequestLog log, KeyCheck keyCheck, Pacer pacer) {
    this.server = server;
    this.http2 = server.getProtocols().contains(Protocol.H2_PRIOR_KNOWLEDGE);
    this.script = script;
    this.log = log;
    this.keyCheck = keyCheck;
    this.pacer = pacer;
  }

  @Override
  public MockResponse dispatch(RecordedRequest recorded) throws InterruptedException {
    // MockWebServer keeps every request until it is taken; the bounded log takes its place.
    server.takeRequest(0, TimeUnit.NANOSECONDS);
    ReceivedRequest request = ReceivedRequest.of(recorded);
    log.add(request);
    Exchange exchange = new Exchange(requests.incrementAndGet(), request);
    return respond(exchange, choose(exchange, recorded.getUrl()));
  }

  private Scripted choose(Exchange exchange, HttpUrl url) {
    ReceivedRequest request = exchange.request();
    if (!keyCheck.accepts(request)) {
      return Scripted.wrongKey();
    }
    if (!request.method().equals("POST") || !url.encodedPath().endsWith("/chat/completions")) {
      return Scripted.error(
          404, "invalid_request_error", null, "Only POST to a path of chat completions is served.");
    }
    if (request.bodySizeBytes() > ScriptedServer.MAX_BODY_BYTES) {
      return Scripted.error(413, "invalid_request_error", null, "The body is over 16 MiB.");
    }
    if (!request.validChat()) {
      return ScriptedError.badRequest("The body is not a JSON object of a chat request.");
    }
    return scripted(exchange);
  }

  private Scripted scripted(Exchange exchange) {
    try {
      return script.next(exchange);
    } catch (RuntimeException e) {
      // Thrown further, it would leave the client waiting for an answer that never comes.
      return Scripted.error(
          500, "server_error", null, "A condition threw " + e.getClass().getName() + ".");
    }
  }

  private MockResponse respond(Exchange exchange, Scripted scripted) {
    try {
      if (!scripted.delivery.delay().isZero()) {
        pacer.pause(scripted.delivery.delay());
      }
    } catch (IOException e) {
      return new MockResponse.Builder().onResponseStart(new CloseSocket()).build();
    }
    Reply reply = scripted.reply(exchange);
    return http2
        ? overHttp2(exchange, scripted, reply.overHttp2())
        : overHttp1(exchange, scripted, reply);
  }

  private MockResponse overHttp1(Exchange exchange, Scripted scripted, Reply reply) {
    ReplyBody body = new ReplyBody(reply, pacer);
    MockResponse.Builder response = new MockResponse.Builder().code(reply.status());
    if (reply.ending() == Ending.CONNECTION_CLOSED) {
      response.socketHandler(body);
    } else {
      response.body(body);
    }
    // Last, because a body sets a length of its own.
    return response.headers(headers(exchange, scripted, reply)).build();
  }

  private MockResponse overHttp2(Exchange exchange, Scripted scripted, Reply reply) {
    MockResponse.Builder response =
        new MockResponse.Builder().code(reply.status()).body(new ReplyBody(reply, pacer));
    switch (reply.ending()) {
      case CONNECTION_CLOSED -> response.onResponseBody(new CloseStream(INTERNAL_ERROR));
      case GOAWAY -> response.onResponseBody(ShutdownConnection.INSTANCE);
      case COMPLETE, UNFINISHED -> {}
    }
    // Last, because a body sets a length of its own.
    return response.headers(headers(exchange, scripted, reply)).build();
  }

  private static Headers headers(Exchange exchange, Scripted scripted, Reply reply) {
    Headers.Builder headers = ServerHeaders.of(exchange);
    reply.headers().forEach(header -> headers.set(header.getFirst(), header.getSecond()));
    Headers own = scripted.delivery.headers();
    own.forEach(header -> headers.set(header.getFirst(), header.getSecond()));
    return headers.build();
  }
}
