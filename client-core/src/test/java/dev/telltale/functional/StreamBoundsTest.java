package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultServer;
import dev.telltale.rig.PlainProvider;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An endless stream ends by what it may bring. */
@Timeout(20)
class StreamBoundsTest {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

  @RegisterExtension final ClientRig rig = new ClientRig();

  private @Nullable FaultServer server;

  @AfterEach
  void closeServer() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void endlessEventsAreCutOff() {
    ChatClient client = endless(event("nothing"), builder -> builder.maxStreamEvents(1_000));

    StreamException failure = failureOf(client);

    assertThat(failure).hasMessageContaining("1000 events");
    assertThat(failure.report().chunks()).isEqualTo(1_001);
  }

  @Test
  void endlessTextIsCutOff() {
    ChatClient client = endless(event("text äöü"), b -> b.maxStreamTextBytes(600));

    StreamException failure = failureOf(client);

    assertThat(failure).hasMessageContaining("600 bytes");
    assertThat(failure.partial().text()).isEqualTo("äöü".repeat(101));
  }

  @Test
  void textOfEveryKindCounts() {
    ChatClient client = endless(event("refuse no", "text1 yes"), b -> b.maxStreamTextBytes(50));

    assertThat(failureOf(client).report().chunks()).isEqualTo(11);
  }

  @Test
  void streamMayBeAsLongAsItsBounds() {
    String body = HEAD + event("text abc").repeat(10) + event("done");
    ChatClient client =
        client(
            connection -> {
              connection.send(body);
              connection.end();
            },
            builder -> builder.maxStreamEvents(11).maxStreamTextBytes(30));

    assertThat(client.stream("Porto?").forEachText(text -> {}).text()).hasSize(30);
  }

  private ChatClient endless(String event, UnaryOperator<ChatClient.Builder> settings) {
    String events = event.repeat(100);
    return client(
        connection -> {
          connection.send(HEAD);
          while (true) {
            connection.send(events);
          }
        },
        settings);
  }

  private ChatClient client(FaultServer.Script script, UnaryOperator<ChatClient.Builder> settings) {
    FaultServer started = FaultServer.start(script);
    server = started;
    return rig.client(settings.apply(ClientRig.builder(PlainProvider.at(started.url()))));
  }

  private StreamException failureOf(ChatClient client) {
    ChatStream stream = client.stream("Porto?");
    StreamException failure = (StreamException) rig.failureOf(() -> stream.forEach(event -> {}));
    assertThat(failure.kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
    assertThat(failure.outcome()).isEqualTo(StreamOutcome.LIMIT_EXCEEDED);
    return failure;
  }
}
