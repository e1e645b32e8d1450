package dev.telltale.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.CallCancelledException;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.Endpoint;
import dev.telltale.provider.WireBody;
import dev.telltale.provider.WireHeaders;
import dev.telltale.provider.WireRequest;
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

    LlmException failure = catchThrowableOfType(LlmException.class, this::send);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure).isInstanceOf(CallCancelledException.class);
    assertThat(failure.kind()).isEqualTo(ErrorKind.CANCELLED);
    interrupter.join();
  }

  private void send() {
    Endpoint endpoint = Endpoint.parse(server.url("/").toString(), Endpoint.Insecure.REFUSED);
    WireRequest request = WireRequest.of(endpoint, WireHeaders.none(), WireBody.empty());
    transport.send(request, WireHeaders.none(), AnswerForm.WHOLE, Duration.ofMinutes(5)).close();
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
