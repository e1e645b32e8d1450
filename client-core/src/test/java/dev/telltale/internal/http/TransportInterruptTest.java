package dev.telltale.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.ErrorKind;
import dev.telltale.internal.retry.Attempt;
import dev.telltale.internal.retry.CallLog;
import dev.telltale.internal.retry.Cancellation;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.Endpoint;
import dev.telltale.provider.WireBody;
import dev.telltale.provider.WireHeaders;
import dev.telltale.provider.WireRequest;
import java.io.IOException;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect.Stall;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class TransportInterruptTest {
  @StartStop private final MockWebServer server = new MockWebServer();

  private final Transport transport =
      Transport.create(Duration.ofSeconds(5), Duration.ofMinutes(5), 1 << 20);

  private final Cancellation cancellation = new Cancellation();

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void interruptEndsTheWaitForAnAnswer() throws InterruptedException {
    server.enqueue(new MockResponse.Builder().onResponseStart(Stall.INSTANCE).build());
    Thread caller = Thread.currentThread();
    Thread interrupter = new Thread(() -> interruptOnceAsked(caller));
    interrupter.start();

    IOException failure = catchThrowableOfType(IOException.class, this::send);

    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(TransportFailures.classify(failure, cancellation).kind())
        .isEqualTo(ErrorKind.CANCELLED);
    assertThat(Thread.interrupted()).isTrue();
    interrupter.join();
  }

  private void send() throws IOException {
    Endpoint endpoint = Endpoint.parse(server.url("/").toString(), Endpoint.Insecure.REFUSED);
    WireRequest request = WireRequest.of(endpoint, WireHeaders.none(), WireBody.empty());
    Attempt attempt = new CallLog(System::nanoTime).begin("test", "test-1", 1, Duration.ZERO);
    transport
        .send(
            request,
            WireHeaders.none(),
            AnswerForm.WHOLE,
            Duration.ofMinutes(5),
            attempt,
            cancellation)
        .close();
  }

  private void interruptOnceAsked(Thread caller) {
    try {
      server.takeRequest();
      caller.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
