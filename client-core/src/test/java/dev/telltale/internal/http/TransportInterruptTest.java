package dev.telltale.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.CallOptions;
import dev.telltale.ErrorKind;
import dev.telltale.HttpOptions;
import dev.telltale.internal.retry.Attempt;
import dev.telltale.internal.retry.CallLog;
import dev.telltale.internal.retry.Cancellation;
import dev.telltale.internal.retry.Timeouts;
import dev.telltale.internal.retry.Timeouts.Timers;
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
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @StartStop private final MockWebServer server = new MockWebServer();

  private final Transport transport =
      Transport.create(HttpOptions.defaults(), new Bounds(1 << 20, 1_000, 1 << 20));

  private final Attempt attempt =
      new CallLog(System::nanoTime).begin("test", "test-1", 1, Duration.ZERO);

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
    assertThat(TransportFailures.classify(failure, attempt, cancellation).kind())
        .isEqualTo(ErrorKind.CANCELLED);
    assertThat(Thread.interrupted()).isTrue();
    interrupter.join();
  }

  private void send() throws IOException {
    Endpoint endpoint = Endpoint.parse(server.url("/").toString(), Endpoint.Insecure.REFUSED);
    WireRequest request = WireRequest.of(endpoint, WireHeaders.none(), WireBody.empty());
    Timers timers =
        new Timeouts(MINUTE, MINUTE, MINUTE, MINUTE, MINUTE, null)
            .start(CallOptions.none(), System::nanoTime);
    transport
        .send(request, SentHeaders.none(), AnswerForm.WHOLE, timers, attempt, cancellation)
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
