package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.telltale.ChatClient;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.StreamOutcome;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import okio.Buffer;
import okio.BufferedSink;
import okio.ByteString;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers made to exhaust the client. */
@Timeout(20)
class AnswerBoundsTest {
  private static final int MIB = 1024 * 1024;
  private static final String GZIP_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n";
  private static final String DEEP = "[".repeat(100_000);

  @RegisterExtension final ClientRig rig = new ClientRig();

  @Test
  void gzipBombIsRefused() throws IOException {
    ByteString bomb = gzippedZeros(64);
    try (FaultServer server = bombing("application/json", bomb)) {
      ChatClient client = client(server, MIB);

      long before = allocatedBytes();
      LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));
      long allocated = allocatedBytes() - before;

      assertThat(failure.kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
      assertThat(allocated).isLessThan(16 * MIB);
    }
  }

  @Test
  void gzipBombIsRefused_stream() throws IOException {
    ByteString bomb = gzippedZeros(64);
    try (FaultServer server = bombing("text/event-stream", bomb)) {
      ChatClient client = client(server, MIB);

      LlmException failure = rig.failureOf(() -> client.stream(ClientRig.PROMPT));

      assertThat(failure.kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
    }
  }

  @Test
  void gzipBombOfAnErrorIsCut() throws IOException {
    ByteString bomb = gzippedZeros(64);
    String head = GZIP_HEAD.formatted("application/json").replace("200 OK", "500 Oops");
    try (FaultServer server =
        FaultServer.start(connection -> connection.send(head).send(bomb).end())) {
      ChatClient client = rig.client(HttpText.provider(server.url()));

      long before = allocatedBytes();
      LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));
      long allocated = allocatedBytes() - before;

      assertThat(failure.status()).hasValue(500);
      assertThat(allocated).isLessThan(16 * MIB);
    }
  }

  @Test
  void declaredLengthOverTheLimitIsRefusedUnread() {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(16 * MIB + 1);
    try (FaultServer server = FaultServer.start(connection -> connection.send(head).awaitEnd())) {
      ChatClient client = rig.client(HttpText.provider(server.url()));

      LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

      assertThat(failure.kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void bodyMayBeAsLongAsTheLimit(int over) {
    String json = HttpText.answer("four");
    String answer = HttpText.chunkedOk(json, 100);
    try (FaultServer server = FaultServer.start(connection -> connection.send(answer))) {
      ChatClient client = client(server, json.length() - over);

      if (over == 0) {
        assertThat(client.chat(ClientRig.PROMPT).text()).isEqualTo("four");
      } else {
        LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));
        assertThat(failure.kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-flood: yes", "a:"})
  void headerFloodIsRefused(String line) {
    int lines = 256 * 1024 / line.length() + 1;
    String flood = "HTTP/1.1 200 OK\r\n" + (line + "\r\n").repeat(lines);
    String rest = "Content-Length: 0\r\n\r\n";
    try (FaultServer server = FaultServer.start(connection -> connection.send(flood + rest))) {
      ChatClient client = rig.client(HttpText.provider(server.url()));

      LlmException first = rig.failureOf(() -> client.chat(ClientRig.PROMPT));
      LlmException second = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

      assertThat(first.kind()).isEqualTo(ErrorKind.CONNECTION);
      assertThat(second.kind()).isEqualTo(ErrorKind.CONNECTION);
      assertThat(server.connectionCount()).as("no connection is used again").isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"choices\":", "{\"unknown\":", "{\"usage\":{\"details\":"})
  void deepNestingIsMalformed(String prefix) throws InterruptedException {
    try (FaultServer server =
        FaultServer.start(connection -> connection.send(HttpText.ok(prefix + DEEP)))) {
      ChatClient client = rig.client(HttpText.provider(server.url()));

      LlmException failure = onSmallStack(() -> rig.failureOf(() -> client.chat(ClientRig.PROMPT)));

      assertThat(failure.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"choices\":", "{\"unknown\":"})
  void deepNestingIsMalformed_stream(String prefix) throws InterruptedException {
    String stream = HttpText.SSE_HEAD + "data: " + prefix + DEEP + "\n\n";
    try (FaultServer server = FaultServer.start(connection -> connection.send(stream).end())) {
      ChatClient client = rig.client(HttpText.provider(server.url()));

      LlmException failure =
          onSmallStack(() -> rig.failureOf(() -> client.stream(ClientRig.PROMPT)));

      assertThat(failure.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
    }
  }

  @Test
  void deepNestingInAnErrorKeepsItsStatus() throws InterruptedException {
    String answer = HttpText.status("400 Bad Request", "", "{\"error\":" + DEEP);
    try (FaultServer server = FaultServer.start(connection -> connection.send(answer))) {
      ChatClient client = rig.client(HttpText.provider(server.url()));

      LlmException failure = onSmallStack(() -> rig.failureOf(() -> client.chat(ClientRig.PROMPT)));

      assertThat(failure.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
      assertThat(failure.status()).hasValue(400);
    }
  }

  @Test
  void longLineOfAStreamIsRefused() {
    String body = HttpText.SSE_HEAD + HttpText.delta("one") + "data: " + "x".repeat(2 * MIB);
    try (FaultServer server = FaultServer.start(connection -> connection.send(body).awaitEnd())) {
      ChatClient client = client(server, MIB);

      try (ChatStream stream = client.stream(ClientRig.PROMPT)) {
        LlmException failure = rig.failureOf(() -> stream.forEachText(text -> {}));

        assertThat(failure.kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
        assertThat(stream.outcome()).hasValue(StreamOutcome.LIMIT_EXCEEDED);
        assertThat(stream.response().text()).isEqualTo("one");
      }
    }
  }

  private ChatClient client(FaultServer server, long maxBodyBytes) {
    return rig.client(
        ClientRig.builder(HttpText.provider(server.url())).maxBodyBytes(maxBodyBytes));
  }

  private static FaultServer bombing(String type, ByteString bomb) {
    String head = GZIP_HEAD.formatted(type);
    return FaultServer.start(connection -> connection.send(head).send(bomb).end());
  }

  private static ByteString gzippedZeros(int mebibytes) throws IOException {
    Buffer gzipped = new Buffer();
    ByteString zeros = ByteString.of(new byte[MIB]);
    try (BufferedSink sink = Okio.buffer(new GzipSink(gzipped))) {
      for (int i = 0; i < mebibytes; i++) {
        sink.write(zeros);
      }
    }
    return gzipped.readByteString();
  }

  /** Runs the call where a reader that recurses by depth would overflow. */
  private static LlmException onSmallStack(Supplier<LlmException> call)
      throws InterruptedException {
    AtomicReference<LlmException> failure = new AtomicReference<>();
    Thread thread = new Thread(null, () -> failure.set(call.get()), "small-stack", 256 * 1024);
    thread.start();
    thread.join();
    return failure.get();
  }

  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
