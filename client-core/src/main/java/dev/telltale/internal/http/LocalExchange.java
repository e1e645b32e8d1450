package dev.telltale.internal.http;

import static java.util.Objects.requireNonNull;

import dev.telltale.provider.LocalServer;
import dev.telltale.provider.WireRequest;
import java.io.IOException;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import okio.Okio;

/** Has the {@link LocalServer} that each request names answer it, instead of sending it. */
final class LocalExchange implements Interceptor {

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Tag tag = requireNonNull(request.tag(Tag.class), "tag");
    try (BufferedSink nowhere = Okio.buffer(Okio.blackhole())) {
      requireNonNull(request.body()).writeTo(nowhere);
    }
    LocalServer.Answer answer = tag.server().answer(tag.request());
    String type = answer.headers().get("content-type");
    return new Response.Builder()
        .request(request)
        .protocol(Protocol.HTTP_1_1)
        .code(answer.status())
        .message("")
        .headers(Headers.of(answer.headers()))
        .body(
            ResponseBody.create(
                Okio.buffer(Okio.source(answer.body())),
                type == null ? null : MediaType.parse(type),
                -1))
        .build();
  }

  /** What a request is tagged with. */
  record Tag(LocalServer server, WireRequest request) {}
}
