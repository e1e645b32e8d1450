package dev.telltale.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.telltale.CallOptions;
import dev.telltale.CallTimer;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.HttpOptions;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls through a SOCKS proxy end when they are told to. */
@Timeout(20)
class SocksProxyTest {
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\ntext Porto";

  @RegisterExtension final ClientRig rig = new ClientRig();

  private final ServerSocket proxy = listening();
  private final CountDownLatch reached = new CountDownLatch(1);

  @AfterEach
  void stop() throws IOException {
    proxy.close();
  }

  @Test
  void answerComesThroughTheProxy() {
    serve(Silence.NOWHERE);

    assertThat(client().chat(ClientRig.PROMPT).text()).isEqualTo("Porto");
  }

  @ParameterizedTest
  @EnumSource(names = {"CONNECTING", "READING"})
  void cancelledFutureEndsTheCall(Silence silence) throws InterruptedException {
    serve(silence);
    ChatClient client = client();
    CompletableFuture<ChatResponse> call = client.chatAsync(ClientRig.PROMPT);
    reached.await();

    call.cancel(true);

    // Waits for its calls, and the rig then for their threads.
    client.close();
    assertThat(call).isCancelled();
  }

  @ParameterizedTest
  @EnumSource(names = {"CONNECTING", "READING"})
  void closingTheClientEndsTheCall(Silence silence) throws InterruptedException {
    serve(silence);
    ChatClient client = client();
    CompletableFuture<ChatResponse> call = client.chatAsync(ClientRig.PROMPT);
    reached.await();

    client.close();

    Throwable failure = catchThrowable(call::join).getCause();
    assertThat(((LlmException) failure).kind()).isEqualTo(ErrorKind.CLIENT_CLOSED);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONNECTING", "READING"})
  void deadlineEndsTheCall(Silence silence) {
    serve(silence);
    CallOptions brief = CallOptions.builder().deadline(Duration.ofMillis(200)).build();

    LlmException failure =
        rig.failureOf(() -> client().chat(ChatRequest.of(ClientRig.PROMPT), brief));

    assertThat(failure.timer()).isEqualTo(CallTimer.DEADLINE);
  }

  @Test
  void silentProxyIsBoundedByTheConnectTimeout() {
    serve(Silence.CONNECTING);
    CallOptions brief = CallOptions.builder().connectTimeout(Duration.ofMillis(200)).build();

    LlmException failure =
        rig.failureOf(() -> client().chat(ChatRequest.of(ClientRig.PROMPT), brief));

    assertThat(failure.timer()).isEqualTo(CallTimer.CONNECT);
  }

  @Test
  void interruptEndsConnecting() throws Exception {
    serve(Silence.CONNECTING);
    ChatClient client = client();
    FutureTask<LlmException> call =
        new FutureTask<>(() -> rig.failureOf(() -> client.chat(ClientRig.PROMPT)));
    Thread caller = new Thread(call, "caller");
    caller.start();
    reached.await();

    caller.interrupt();

    assertThat(call.get(5, TimeUnit.SECONDS).kind()).isEqualTo(ErrorKind.CANCELLED);
  }

  private ChatClient client() {
    Proxy socks =
        new Proxy(
            Proxy.Type.SOCKS,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.getLocalPort()));
    return rig.client(
        ClientRig.builder(PlainProvider.at("http://localhost:9/"))
            .http(HttpOptions.builder().proxy(socks).build())
            .retry(RetryPolicy.none()));
  }

  private void serve(Silence silence) {
    Thread server =
        new Thread(
            () -> {
              try (Socket client = proxy.accept()) {
                speak(client, silence);
                while (client.getInputStream().read() >= 0) {
                  // Until the client leaves.
                }
              } catch (IOException left) {
                // As a call that is ended does.
              }
            },
            "socks");
    server.setDaemon(true);
    server.start();
  }

  /** SOCKS 5 without authentication, as RFC 1928 has it, and the server behind it. */
  private void speak(Socket client, Silence silence) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    OutputStream out = client.getOutputStream();
    in.readUnsignedByte();
    in.skipNBytes(in.readUnsignedByte());
    if (silence == Silence.CONNECTING) {
      reached.countDown();
      return;
    }
    out.write(new byte[] {5, 0});
    in.skipNBytes(3);
    in.skipNBytes(in.readUnsignedByte() == 3 ? in.readUnsignedByte() + 2 : 6);
    out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    // The first byte of the request.
    in.readUnsignedByte();
    reached.countDown();
    if (silence == Silence.NOWHERE) {
      out.write(ANSWER.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static ServerSocket listening() {
    try {
      return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the proxy, or the server behind it, says no more. */
  enum Silence {
    NOWHERE,
    CONNECTING,
    READING
  }
}
