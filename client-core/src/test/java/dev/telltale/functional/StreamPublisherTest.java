package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.StreamEvent;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultServer;
import dev.telltale.rig.PlainProvider;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(20)
class StreamPublisherTest {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final String FIRST = event("id a-1", "text Po");
  private static final String REST = event("text rto") + event("finish stop") + event("done");

  @RegisterExtension final ClientRig rig = new ClientRig();

  private final List<FaultServer> servers = new CopyOnWriteArrayList<>();

  @AfterEach
  void closeServers() {
    servers.forEach(FaultServer::close);
  }

  @Test
  void nothingIsSentBeforeDemand() throws InterruptedException {
    Heard heard = new Heard();
    publisher(send(FIRST + REST)).subscribe(heard);
    assertThat(servers.get(0).connectionCount()).isZero();

    heard.subscription.request(1);

    assertThat(heard.next()).isEqualTo("TextDelta");
    assertThat(servers.get(0).requests()).hasSize(1);
    heard.subscription.cancel();
  }

  @Test
  void noMoreThanAskedForIsHandedOver() throws InterruptedException {
    Heard heard = new Heard();
    publisher(send(FIRST + REST)).subscribe(heard);

    heard.subscription.request(2);

    assertThat(heard.next()).isEqualTo("TextDelta");
    assertThat(heard.next()).isEqualTo("TextDelta");
    assertThat(heard.signals.poll(50, TimeUnit.MILLISECONDS)).isNull();
    heard.subscription.request(1);
    assertThat(heard.next()).isEqualTo("Finished");
    assertThat(heard.next()).isEqualTo("complete");
  }

  @Test
  void demandInOnSubscribeWaitsForItsReturn() throws InterruptedException {
    Heard heard =
        new Heard() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
            subscription.request(Long.MAX_VALUE);
            signals.add("asked");
          }
        };

    publisher(send(FIRST + REST)).subscribe(heard);

    assertThat(heard.untilEnd())
        .containsExactly("asked", "TextDelta", "TextDelta", "Finished", "complete");
  }

  @Test
  void failureIsToldOnce() throws InterruptedException {
    Heard heard = new Heard();
    publisher(send(FIRST)).subscribe(heard);

    heard.subscription.request(100);

    assertThat(heard.untilEnd()).containsExactly("TextDelta", "error StreamException");
    assertThat(heard.signals.poll(50, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void cancellingEndsTheCallInSilence() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    Heard heard = new Heard();
    publisher(stall(left)).subscribe(heard);
    heard.subscription.request(100);
    assertThat(heard.next()).isEqualTo("TextDelta");

    heard.subscription.cancel();
    heard.subscription.cancel();
    heard.subscription.request(1);

    left.await();
    assertThat(heard.signals.poll(50, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void cancellingEndsTheWaitForDemand() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    Heard heard = new Heard();
    publisher(stall(left, FIRST, event("text rto"))).subscribe(heard);
    heard.subscription.request(1);
    assertThat(heard.next()).isEqualTo("TextDelta");

    heard.subscription.cancel();

    left.await();
  }

  @Test
  void subscriberMayCancelWhileItIsTold() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    Heard heard = new Heard((subscription, event) -> subscription.cancel());
    publisher(stall(left)).subscribe(heard);

    heard.subscription.request(2);

    assertThat(heard.next()).isEqualTo("TextDelta");
    left.await();
    assertThat(heard.signals.poll(50, TimeUnit.MILLISECONDS)).isNull();
    while (rig.spans().isEmpty()) {
      Thread.onSpinWait(); // The server sees the end first; the watchdog ends this.
    }
    assertThat(rig.spans().get(0).getStatus().getStatusCode().name()).isEqualTo("UNSET");
  }

  @Test
  void closingTheClientEndsTheWaitForDemand() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    FaultServer server = serve(stall(left, FIRST, event("text rto")));
    ChatClient client = rig.client(PlainProvider.at(server.url()));
    Heard heard = new Heard();
    client.streamPublisher(ChatRequest.of("Porto?")).subscribe(heard);
    heard.subscription.request(1);
    assertThat(heard.next()).isEqualTo("TextDelta");

    client.close();

    assertThat(heard.next()).isEqualTo("error CallCancelledException");
    left.await();
  }

  @Test
  void askingForNothingIsAnError() throws InterruptedException {
    Heard heard = new Heard();
    publisher(send(FIRST + REST)).subscribe(heard);

    heard.subscription.request(0);

    assertThat(heard.next()).isEqualTo("error IllegalArgumentException");
    heard.subscription.request(1);
    assertThat(heard.signals.poll(50, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void askingForNothingEndsARunningCall() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    Heard heard = new Heard();
    publisher(stall(left)).subscribe(heard);
    heard.subscription.request(1);
    assertThat(heard.next()).isEqualTo("TextDelta");

    heard.subscription.request(-1);

    assertThat(heard.next()).isEqualTo("error IllegalArgumentException");
    left.await();
  }

  @Test
  void secondSubscriberIsRefused() throws InterruptedException {
    Flow.Publisher<StreamEvent> publisher = publisher(send(FIRST + REST));
    publisher.subscribe(new Heard());
    Heard second = new Heard();

    publisher.subscribe(second);

    assertThat(second.subscription).isNotNull();
    assertThat(second.next()).isEqualTo("error IllegalStateException");
    assertThatNullPointerException().isThrownBy(() -> publisher.subscribe(null));
  }

  @Test
  void closedClientIsTheSubscribersError() throws InterruptedException {
    FaultServer server = serve(send(FIRST + REST));
    ChatClient client = rig.client(PlainProvider.at(server.url()));
    Flow.Publisher<StreamEvent> publisher = client.streamPublisher(ChatRequest.of("Porto?"));
    client.close();
    Heard heard = new Heard();

    publisher.subscribe(heard);
    heard.subscription.request(1);

    assertThat(heard.next()).isEqualTo("error IllegalStateException");
  }

  @Test
  void throwingSubscriberEndsTheCall() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    Heard heard =
        new Heard(
            (subscription, event) -> {
              throw new IllegalStateException("mine");
            });
    publisher(stall(left)).subscribe(heard);

    heard.subscription.request(2);

    assertThat(heard.next()).isEqualTo("TextDelta");
    assertThat(heard.next()).isEqualTo("error IllegalStateException");
    left.await();
  }

  @Test
  void subscriberThatThrowsAtOnceGetsNothing() {
    Heard heard =
        new Heard() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
            throw new IllegalStateException("mine");
          }
        };

    Throwable thrown = catchThrowable(() -> publisher(send(FIRST + REST)).subscribe(heard));

    assertThat(thrown).isInstanceOf(IllegalStateException.class);
    assertThat(servers.get(0).connectionCount()).isZero();
    assertThat(heard.signals).isEmpty();
  }

  private Flow.Publisher<StreamEvent> publisher(FaultServer.Script script) {
    ChatClient client = rig.client(PlainProvider.at(serve(script).url()));
    return client.streamPublisher(ChatRequest.of("Porto?"));
  }

  private FaultServer serve(FaultServer.Script script) {
    FaultServer server = FaultServer.start(script);
    servers.add(server);
    return server;
  }

  private static FaultServer.Script send(String events) {
    return connection -> {
      connection.send(HEAD + events);
      connection.end();
    };
  }

  private static FaultServer.Script stall(CountDownLatch left, String... events) {
    return connection -> {
      connection.send(HEAD + (events.length == 0 ? FIRST : String.join("", events)));
      connection.awaitEnd();
      left.countDown();
    };
  }

  /** Writes down what it is told, and does something at each event. */
  private static class Heard implements Flow.Subscriber<StreamEvent> {
    final BlockingQueue<String> signals = new LinkedBlockingQueue<>();
    private final BiConsumer<Flow.Subscription, StreamEvent> onEvent;
    Flow.Subscription subscription;

    Heard() {
      this((subscription, event) -> {});
    }

    Heard(BiConsumer<Flow.Subscription, StreamEvent> onEvent) {
      this.onEvent = onEvent;
    }

    /** The next signal; null only where the test's watchdog is to step in. */
    String next() throws InterruptedException {
      return signals.poll(10, TimeUnit.SECONDS);
    }

    List<String> untilEnd() throws InterruptedException {
      List<String> all = new CopyOnWriteArrayList<>();
      String signal = "";
      while (signal != null && !signal.startsWith("error") && !signal.equals("complete")) {
        signal = next();
        all.add(signal);
      }
      return all;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
    }

    @Override
    public void onNext(StreamEvent event) {
      signals.add(event.getClass().getSimpleName());
      onEvent.accept(subscription, event);
    }

    @Override
    public void onError(Throwable failure) {
      signals.add("error " + failure.getClass().getSimpleName());
    }

    @Override
    public void onComplete() {
      signals.add("complete");
    }
  }
}
