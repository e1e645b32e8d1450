package dev.telltale.benchmarks;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * The least that a call through OkHttp can cost: its JSON is written and read by hand for exactly
 * these answers, and nothing is validated, kept or reported.
 */
final class FloorClient implements BenchmarkClient {
  private static final MediaType JSON = MediaType.get("application/json");

  private final Scenario scenario;
  private final String url;
  private final OkHttpClient client;
  private final AnswerReader reader;
  private final FloorRequests requests;

  private FloorClient(Scenario scenario, int port, OkHttpClient client, AnswerReader reader) {
    this.scenario = scenario;
    this.url = "http://127.0.0.1:" + port + "/v1/chat/completions";
    this.client = client;
    this.reader = reader;
    this.requests = new FloorRequests(scenario);
  }

  /** Opens a client; events are read by the given reader, a whole answer always in one way. */
  static FloorClient open(Scenario scenario, int port, Nagle nagle, AnswerReader events) {
    OkHttpClient.Builder client = new OkHttpClient.Builder();
    if (nagle == Nagle.OFF) {
      client.socketFactory(new NoDelaySockets());
    }
    AnswerReader reader = scenario.streamed() ? events : new FloorAnswers(scenario);
    return new FloorClient(scenario, port, client.build(), reader);
  }

  @Override
  public long call() throws IOException {
    Request request =
        new Request.Builder()
            .url(url)
            .header("Accept", scenario.streamed() ? "text/event-stream" : "application/json")
            .header("Authorization", "Bearer benchmark")
            .header("User-Agent", "floor")
            .post(new BufferedBody(requests.write()))
            .build();
    try (Response response = client.newCall(request).execute()) {
      return reader.read(response.body().source());
    }
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  /** Reads one answer, verifies it, and returns its characters. */
  @FunctionalInterface
  interface AnswerReader {
    long read(BufferedSource source) throws IOException;
  }

  /** Whether the kernel may hold back a small packet until the last one is acknowledged. */
  enum Nagle {
    ON,
    OFF
  }

  private static final class BufferedBody extends RequestBody {
    private final Buffer buffer;

    BufferedBody(Buffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public @Nullable MediaType contentType() {
      return JSON;
    }

    @Override
    public long contentLength() {
      return buffer.size();
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(buffer, buffer.size());
    }
  }
}
