package dev.telltale.testing;

import static java.util.Objects.requireNonNull;

import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.Credential;
import dev.telltale.provider.Endpoint;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.LocalServer;
import dev.telltale.provider.ProviderInfo;
import dev.telltale.provider.StreamDecoder;
import dev.telltale.provider.WireBody;
import dev.telltale.provider.WireHeaders;
import dev.telltale.provider.WireRequest;
import dev.telltale.provider.WireResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A model that says what a test tells it to, without a network: a provider for a client like any
 * other.
 *
 * <pre>{@code
 * FakeModel model = FakeModel.create();
 * model.enqueue(FakeReply.failure(ErrorKind.OVERLOADED), FakeReply.text("Elbe, Oder, Rhine."));
 *
 * try (ChatClient client = ChatClient.builder(model).build()) {
 *   assertThat(client.chat("Name three rivers.").text()).isEqualTo("Elbe, Oder, Rhine.");
 * }
 * assertThat(model.requests()).hasSize(2);
 * }</pre>
 *
 * <p>Only the network is left out: the client's retries, fallbacks, telemetry, streams and tool
 * loops are the real ones, and each attempt takes the next reply. For the bytes on the wire there
 * is {@link ScriptedServer}. Thread-safe; it holds nothing to close.
 */
public final class FakeModel implements ChatProvider {
  private static final String MODEL = "fake-1";

  private final ProviderInfo info;
  private final Map<Integer, FakeReply> given = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Object lock = new Object();

  // Guarded by lock.
  private final Queue<FakeReply> queue = new ArrayDeque<>();
  private final List<ChatRequest> requests = new ArrayList<>();
  private @Nullable Function<ChatRequest, FakeReply> otherwise;
  private int enqueued;

  private FakeModel(String providerName) {
    Endpoint endpoint = Endpoint.parse("http://localhost/fake", Endpoint.Insecure.REFUSED);
    this.info = new ProviderInfo(providerName, endpoint, MODEL);
  }

  /**
   * A model that says {@code This is a fake answer.} to everything. Once it was given replies, it
   * has those only: a call for which none is left ends with an {@link AssertionError}, unless
   * {@link #otherwise} says what to do.
   */
  public static FakeModel create() {
    return new FakeModel("fake");
  }

  /** Such a model, whose provider has this name in telemetry and prices, such as {@code openai}. */
  public static FakeModel ofProvider(String name) {
    return new FakeModel(requireNonNull(name, "name"));
  }

  /** Adds replies, each for one attempt, in order. */
  public FakeModel enqueue(FakeReply... replies) {
    synchronized (lock) {
      queue.addAll(List.of(replies));
      enqueued += replies.length;
    }
    return this;
  }

  /** Sets what an attempt gets when no reply is left. */
  public FakeModel otherwise(Function<ChatRequest, FakeReply> reply) {
    synchronized (lock) {
      otherwise = requireNonNull(reply, "reply");
    }
    return this;
  }

  /** What was asked, one request for each attempt, oldest first. */
  public List<ChatRequest> requests() {
    synchronized (lock) {
      return List.copyOf(requests);
    }
  }

  @Override
  public ProviderInfo info() {
    return info;
  }

  @Override
  public Credential credential() {
    return Credential.none();
  }

  @Override
  public WireRequest encode(ChatRequest request, String model, AnswerForm form) {
    WireBody body = WireBody.of(ByteString.encodeUtf8("{\"model\":\"fake\"}"));
    return WireRequest.of(info.endpoint(), WireHeaders.none(), body)
        .answeredBy(sent -> answer(request, form));
  }

  @Override
  public ChatResponse decode(WireResponse response) throws IOException {
    return reply(response.body().utf8()).response(MODEL);
  }

  @Override
  public ErrorDetails decodeError(WireResponse response) {
    String number = response.body().utf8();
    // Of a call that ended while the error was read there is no body.
    ErrorDetails failure = number.isEmpty() ? null : reply(number).failure();
    return failure == null ? ErrorDetails.builder(ErrorKind.SERVER).build() : failure;
  }

  @Override
  public StreamDecoder openDecoder() {
    return (event, sink) -> {
      String[] words = event.dataUtf8().split(" ", 2);
      reply(words[0]).events(MODEL).get(Integer.parseInt(words[1])).accept(sink);
    };
  }

  @Override
  public String toString() {
    return "FakeModel[" + info.name() + "]";
  }

  private LocalServer.Answer answer(ChatRequest request, AnswerForm form) throws IOException {
    FakeReply reply = next(request);
    if (reply.unreachable()) {
      throw new IOException("The fake connection is closed");
    }
    // On this wire stands only which reply it is.
    int number = numbers.incrementAndGet();
    given.put(number, reply);
    if (reply.failure() != null || form == AnswerForm.WHOLE) {
      InputStream body = bytes(Integer.toString(number));
      boolean cut = reply.ending() != Ending.COMPLETE;
      return new LocalServer.Answer(
          reply.status(),
          Map.of("content-type", "application/json"),
          cut ? new BrokenStream() : body);
    }
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < reply.events(MODEL).size(); i++) {
      events.append("data: ").append(number).append(' ').append(i).append("\n\n");
    }
    InputStream body = bytes(events.toString());
    boolean cut = reply.ending() == Ending.CONNECTION_CLOSED;
    return new LocalServer.Answer(
        200,
        Map.of("content-type", "text/event-stream"),
        cut ? new SequenceInputStream(body, new BrokenStream()) : body);
  }

  private FakeReply next(ChatRequest request) {
    Function<ChatRequest, FakeReply> fallback;
    synchronized (lock) {
      requests.add(request);
      FakeReply queued = queue.poll();
      if (queued != null) {
        return queued;
      }
      fallback = otherwise;
      if (fallback == null && enqueued > 0) {
        throw new AssertionError(
            ("The fake model was asked %d times and has %d %s: enqueue another, or set"
                    + " otherwise(..) for all that follow")
                .formatted(requests.size(), enqueued, enqueued == 1 ? "reply" : "replies"));
      }
    }
    return fallback == null
        ? FakeReply.text("This is a fake answer.")
        : requireNonNull(fallback.apply(request), "what otherwise returns");
  }

  private FakeReply reply(String number) {
    return requireNonNull(given.get(Integer.valueOf(number)), "reply");
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A connection that breaks where it is read. */
  private static final class BrokenStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("The fake connection is closed");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return read();
    }
  }
}
