package dev.telltale.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import okhttp3.Response;
import okio.BufferedSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StreamDeliveryTest {
  private static final Duration PACE = Duration.ofMillis(40);
  private static final Duration AGES = Duration.ofHours(1);

  @Test
  void eachPieceArrivesBeforeTheNextIsDue() throws Exception {
    HeldPacer pacer = new HeldPacer();
    try (ScriptedServer server = ScriptedServer.start(pacer);
        Caller caller = new Caller(server)) {
      server.enqueue(Scripted.stream("Hel", "lo").pace(PACE));

      try (Response response = caller.open(Caller.STREAM)) {
        BufferedSource events = response.body().source();
        assertThat(nextEvent(events)).contains("\"role\":\"assistant\"");
        pacer.awaitPause();
        pacer.release();
        assertThat(nextEvent(events)).contains("\"Hel\"");
        pacer.awaitPause();
        pacer.release();
        assertThat(nextEvent(events)).contains("\"lo\"");
        assertThat(nextEvent(events)).contains("\"finish_reason\":\"stop\"");
        assertThat(nextEvent(events)).isEqualTo("data: [DONE]");
        assertThat(pacer.paused()).isFalse();
      }
    }
  }

  @Test
  void delayHoldsTheResponseBack() throws Exception {
    HeldPacer pacer = new HeldPacer();
    try (ScriptedServer server = ScriptedServer.start(pacer);
        Caller caller = new Caller(server)) {
      server.enqueue(Scripted.serverError().delay(PACE));

      CompletableFuture<Caller.Answer> answer = later(() -> caller.post(Caller.PLAIN));
      pacer.awaitPause();
      assertThat(answer).isNotDone();
      pacer.release();

      assertThat(answer.get().status()).isEqualTo(500);
    }
  }

  @Test
  void fullSpeedNeverWaits() throws IOException {
    HeldPacer pacer = new HeldPacer();
    try (ScriptedServer server = ScriptedServer.start(pacer);
        Caller caller = new Caller(server)) {
      server.enqueue(Scripted.stream("Hel", "lo"));

      String body = caller.post(Caller.STREAM).body();

      assertThat(body).endsWith("data: [DONE]\n\n");
      assertThat(pacer.paused()).isFalse();
    }
  }

  @Test
  void realPaceStreamsToTheEnd() throws IOException {
    try (ScriptedServer server = ScriptedServer.start();
        Caller caller = new Caller(server)) {
      server.enqueue(Scripted.stream("Hel", "lo").pace(Duration.ofMillis(1)).delay(PACE));

      assertThat(caller.post(Caller.STREAM).body()).endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void everyEventIsOneHttpChunk() {
    try (ScriptedServer server = ScriptedServer.start();
        Caller caller = new Caller(server)) {
      server.enqueue(Scripted.stream("Hel", "lo"));

      String wire = caller.wire(Caller.STREAM, "\r\n0\r\n\r\n");

      String body = wire.substring(wire.indexOf("\r\n\r\n") + 4);
      assertThat(wire).contains("transfer-encoding: chunked\r\n").doesNotContain("content-length");
      assertThat(chunks(body))
          .allMatch(chunk -> chunk.indexOf("data: ") == 0 && chunk.lastIndexOf("data: ") == 0)
          .allMatch(chunk -> chunk.endsWith("\n\n"))
          .hasSize(5);
    }
  }

  @Test
  void cutStreamBreaksOff() throws IOException {
    try (ScriptedServer server = ScriptedServer.start();
        Caller caller = new Caller(server)) {
      server.enqueue(Scripted.cutStream("Hel", "lo"));

      try (Response response = caller.open(Caller.STREAM)) {
        BufferedSource events = response.body().source();
        assertThat(nextEvent(events)).contains("\"role\":\"assistant\"");
        assertThat(nextEvent(events)).contains("\"Hel\"");
        assertThat(nextEvent(events)).contains("\"lo\"");
        assertThatExceptionOfType(IOException.class).isThrownBy(events::readByte);
      }
    }
  }

  @Test
  void cutStreamHasNoEndOfBody() {
    try (ScriptedServer server = ScriptedServer.start();
        Caller caller = new Caller(server)) {
      server.enqueue(Scripted.cutStream("Hel"));

      String wire = caller.wire(Caller.STREAM, "never");

      assertThat(wire).endsWith("\"finish_reason\":null}]}\n\n\r\n");
    }
  }

  @Test
  void cutAnswerEndsInItsMiddle() throws IOException {
    try (ScriptedServer server = ScriptedServer.start();
        Caller caller = new Caller(server)) {
      server.enqueue(Scripted.cutStream("Hel"));

      assertThatExceptionOfType(IOException.class).isThrownBy(() -> caller.post(Caller.PLAIN));
      assertThat(caller.post(Caller.PLAIN).status()).isEqualTo(200);
    }
  }

  @Test
  void unfinishedStreamEndsInGoodOrder() throws IOException {
    try (ScriptedServer server = ScriptedServer.start();
        Caller caller = new Caller(server)) {
      server.enqueue(Scripted.unfinishedStream("Hel"), Scripted.unfinishedStream("Hel"));

      String stream = caller.post(Caller.STREAM).body();
      String plain = caller.post(Caller.PLAIN).body();

      assertThat(stream).endsWith("\"finish_reason\":null}]}\n\n").contains("\"Hel\"");
      assertThat(plain).startsWith("{\n  \"id\"").doesNotEndWith("}");
    }
  }

  @Test
  void connectionIsReusedAfterAStream() throws IOException {
    try (ScriptedServer server = ScriptedServer.start();
        Caller caller = new Caller(server)) {
      server.enqueue(Scripted.stream("Hel", "lo"), Scripted.answer("a"), Scripted.serverError());

      caller.post(Caller.STREAM);
      caller.post(Caller.PLAIN);
      caller.post(Caller.PLAIN);

      assertThat(caller.idleConnections()).isEqualTo(1);
    }
  }

  @Test
  void closeEndsAResponseThatWaits() throws Exception {
    ScriptedServer server = ScriptedServer.start();
    try (Caller caller = new Caller(server)) {
      server.enqueue(Scripted.stream("Hel", "lo").pace(AGES));

      try (Response response = caller.open(Caller.STREAM)) {
        BufferedSource events = response.body().source();
        assertThat(nextEvent(events)).contains("\"role\":\"assistant\"");
        server.close();

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> nextEvent(events));
      }
    }
  }

  @Test
  void closeEndsADelay() throws Exception {
    ScriptedServer server = ScriptedServer.start();
    try (Caller caller = new Caller(server)) {
      server.enqueue(Scripted.answer("a").delay(AGES));

      CompletableFuture<Caller.Answer> answer = later(() -> caller.post(Caller.PLAIN));
      server.takeRequest();
      server.close();

      assertThat(answer).failsWithin(Duration.ofSeconds(8));
    }
  }

  @Test
  void delayCutShortSendsNothing() throws IOException {
    Pacer closing =
        new Pacer() {
          @Override
          public void pause(Duration pause) throws IOException {
            throw new IOException("closed");
          }

          @Override
          public void close() {}
        };
    try (ScriptedServer server = ScriptedServer.start(closing);
        Caller caller = new Caller(server)) {
      server.enqueue(Scripted.answer("a").delay(AGES));

      String wire = caller.wire(Caller.PLAIN, "never");

      assertThat(wire).isEmpty();
    }
  }

  @Test
  void closeFreesPortAndThreads() throws Exception {
    ScriptedServer server = ScriptedServer.start();
    URI url = URI.create(server.baseUrl());
    try (Caller caller = new Caller(server)) {
      caller.post(Caller.STREAM);
    }
    List<Thread> threads = serverThreads();

    server.close();
    server.close();

    assertThat(threads).isNotEmpty();
    for (Thread thread : threads) {
      thread.join(8000);
    }
    assertThat(serverThreads()).isEmpty();
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> new Socket(url.getHost(), url.getPort()).close());
    new ServerSocket(url.getPort()).close();
  }

  @Test
  void onlyLoopbackIsBound() throws IOException {
    try (ScriptedServer server = ScriptedServer.start()) {
      URI url = URI.create(server.baseUrl());

      assertThat(server.baseUrl()).matches("http://127\\.0\\.0\\.1:[0-9]+/v1");
      // Another loopback address reaches only a server that is bound to all addresses.
      InetSocketAddress other = new InetSocketAddress("127.0.0.2", url.getPort());
      try (Socket socket = new Socket()) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> socket.connect(other, 2000));
      }
    }
  }

  private static String nextEvent(BufferedSource events) throws IOException {
    String line = events.readUtf8LineStrict();
    assertThat(events.readUtf8LineStrict()).isEmpty();
    return line;
  }

  private static List<String> chunks(String body) {
    List<String> chunks = new ArrayList<>();
    int at = 0;
    while (true) {
      int lineEnd = body.indexOf("\r\n", at);
      int size = Integer.parseInt(body.substring(at, lineEnd), 16);
      if (size == 0) {
        return chunks;
      }
      chunks.add(body.substring(lineEnd + 2, lineEnd + 2 + size));
      at = lineEnd + 2 + size + 2;
    }
  }

  private static List<Thread> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("MockWebServer"))
        .toList();
  }

  private interface Call {
    Caller.Answer run() throws IOException;
  }

  private static CompletableFuture<Caller.Answer> later(Call call) {
    CompletableFuture<Caller.Answer> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                answer.complete(call.run());
              } catch (IOException e) {
                answer.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return answer;
  }
}
