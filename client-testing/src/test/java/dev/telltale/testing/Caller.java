package dev.telltale.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Calls a server as a client would, without an SDK in between. */
final class Caller implements AutoCloseable {
  static final String PLAIN = "{\"model\":\"gpt-5-mini\",\"messages\":[]}";
  static final String STREAM = "{\"model\":\"gpt-5-mini\",\"stream\":true,\"messages\":[]}";
  static final String STREAM_WITH_USAGE =
      "{\"model\":\"gpt-5-mini\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

  private final OkHttpClient client =
      new OkHttpClient.Builder()
          .retryOnConnectionFailure(false)
          .readTimeout(Duration.ofSeconds(8))
          .build();
  private final String baseUrl;

  Caller(ScriptedServer server) {
    this(server.baseUrl());
  }

  Caller(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  record Answer(int status, Headers headers, String body) {}

  Answer post(String body) throws IOException {
    return post(body, Headers.of());
  }

  Answer post(String body, Headers headers) throws IOException {
    return call(request("/chat/completions", body).headers(headers).build());
  }

  Answer call(Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      return new Answer(response.code(), response.headers(), response.body().string());
    }
  }

  Response open(String body) throws IOException {
    return client.newCall(request("/chat/completions", body).build()).execute();
  }

  Request.Builder request(String path, String body) {
    return new Request.Builder()
        .url(baseUrl + path)
        .post(RequestBody.create(body.getBytes(StandardCharsets.UTF_8)));
  }

  int idleConnections() {
    return client.connectionPool().idleConnectionCount();
  }

  /** The bytes of one response as they are on the wire, up to where it ends or breaks off. */
  String wire(String body, String end) {
    URI url = URI.create(baseUrl);
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(8000);
      String head = "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: ";
      String request = head + body.length() + "\r\n\r\n" + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      StringBuilder received = new StringBuilder();
      InputStream in = socket.getInputStream();
      for (int b = in.read(); b != -1; b = in.read()) {
        received.append((char) b);
        if (received.toString().endsWith(end)) {
          break;
        }
      }
      return received.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
