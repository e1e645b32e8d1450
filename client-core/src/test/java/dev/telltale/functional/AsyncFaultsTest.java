package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.StreamCallback;
import dev.telltale.StreamEvent;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultServer;
import dev.telltale.rig.PlainProvider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails while a call runs on another thread, its future completes. */
@Timeout(20)
class AsyncFaultsTest {
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
          + event("text Po")
          + event("text rto")
          + event("done");
  private static final StreamCallback QUIET = event -> {};

  @RegisterExtension final ClientRig rig = new ClientRig();

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("executor refuses", onExecutor(throwing(new RejectedExecutionException("full")))),
        fault("executor throws", onExecutor(throwing(new IllegalStateException("mine")))),
        fault("executor has no thread", onExecutor(throwing(new OutOfMemoryError("thread")))),
        fault(
            "executor runs it twice and interrupts",
            onExecutor(
                task -> {
                  Thread.currentThread().interrupt();
                  task.run();
                  task.run();
                  assertThat(Thread.interrupted()).isTrue();
                })),
        fault("encoding throws", onProvider(throwingWhenEncoding(new IllegalStateException("e")))),
        fault(
            "encoding runs out of stack",
            onProvider(throwingWhenEncoding(new StackOverflowError()))),
        fault(
            "encoding runs out of memory",
            onProvider(throwingWhenEncoding(new OutOfMemoryError()))),
        fault(
            "callback throws", new Fault(b -> b, p -> p, callback(new IllegalStateException("c")))),
        fault(
            "callback throws an error",
            new Fault(b -> b, p -> p, callback(new AssertionError("c")))),
        fault(
            "callback throws at its end",
            new Fault(
                b -> b,
                p -> p,
                new StreamCallback() {
                  @Override
                  public void event(StreamEvent event) {}

                  @Override
                  public void completed(ChatResponse response) {
                    throw new IllegalStateException("c");
                  }
                })),
        fault(
            "callback throws at every turn",
            new Fault(
                b -> b,
                p -> p,
                new StreamCallback() {
                  @Override
                  public void event(StreamEvent event) {
                    throw new IllegalStateException("c");
                  }

                  @Override
                  public void failed(Throwable failure) {
                    throw new LinkageError("d");
                  }
                })),
        fault(
            "thread is interrupted by its callback",
            new Fault(b -> b, p -> p, event -> Thread.currentThread().interrupt())));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void futureCompletes(Fault fault) {
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              connection.send(STREAM);
              connection.end();
            })) {
      PlainProvider provider = fault.provider.apply(PlainProvider.at(server.url()));
      ChatClient client = rig.client(fault.client.apply(ClientRig.builder(provider)));

      CompletableFuture<ChatResponse> answer =
          client.streamAsync(ChatRequest.of("Porto?"), fault.callback);

      Throwable failure =
          catchThrowableOfType(ExecutionException.class, () -> answer.get(5, TimeUnit.SECONDS));
      assertThat(failure).hasCauseInstanceOf(Throwable.class);
      assertThat(rig.spans()).hasSize(1);
    }
  }

  private static Arguments fault(String name, Fault fault) {
    return argumentSet(name, fault);
  }

  private static Fault onExecutor(Executor executor) {
    return new Fault(builder -> builder.executor(executor), provider -> provider, QUIET);
  }

  private static Fault onProvider(UnaryOperator<PlainProvider> change) {
    return new Fault(builder -> builder, change, QUIET);
  }

  private static Executor throwing(Throwable failure) {
    return task -> sneak(failure);
  }

  private static UnaryOperator<PlainProvider> throwingWhenEncoding(Throwable failure) {
    return provider -> provider.whenEncoding(() -> sneak(failure));
  }

  private static StreamCallback callback(Throwable failure) {
    return event -> sneak(failure);
  }

  private static void sneak(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  record Fault(
      UnaryOperator<ChatClient.Builder> client,
      UnaryOperator<PlainProvider> provider,
      StreamCallback callback) {}
}
