package dev.telltale.comparison.peer.telemetry.telltale;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.StreamEvent;
import dev.telltale.Telemetry;
import dev.telltale.comparison.peer.telemetry.CallPath;
import dev.telltale.comparison.peer.telemetry.InstrumentedPeer;
import dev.telltale.comparison.peer.telemetry.Recorder;
import dev.telltale.comparison.peer.telemetry.TelemetryProgram;
import dev.telltale.openai.OpenAi;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;

/** Telltale with an OpenTelemetry. */
public final class TelltaleTelemetry implements InstrumentedPeer {
  private final ChatClient client;

  private TelltaleTelemetry(String baseUrl, Duration timeout, Recorder recorder) {
    this.client =
        ChatClient.builder(OpenAi.builder().baseUrl(baseUrl).apiKey("sk-1").model("m").build())
            .telemetry(Telemetry.of(recorder.openTelemetry()))
            .deadline(timeout)
            .streamIdleTimeout(timeout)
            .build();
  }

  /** Takes cases; see {@link TelemetryProgram}. */
  public static void main(String[] args) throws Exception {
    TelemetryProgram.run(TelltaleTelemetry::new, args);
  }

  @Override
  public void call(CallPath path) throws Exception {
    switch (path) {
      case PLAIN -> client.chat(QUESTION);
      case RAW -> client.chat(QUESTION).raw();
      case TYPED -> client.answering(Mood.class).chat(QUESTION);
      case DERIVED_CLIENT ->
          client.with(CallOptions.builder().header("x-a", "b").build()).chat(QUESTION);
      case CALL_OPTIONS ->
          client.chat(ChatRequest.of(QUESTION), CallOptions.builder().header("x-a", "b").build());
      case ASYNC -> client.chatAsync(QUESTION).get();
      case ASYNC_CANCELLED -> cancel(client.chatAsync(QUESTION));
      case STREAM_TO_END -> {
        try (ChatStream stream = client.stream(QUESTION)) {
          stream.forEachText(text -> {});
        }
      }
      case STREAM_CLOSED_EARLY -> {
        try (ChatStream stream = client.stream(QUESTION)) {
          stream.iterator().next();
        }
      }
      case STREAM_ABANDONED -> {
        Iterator<StreamEvent> events = client.stream(QUESTION).iterator();
        events.next();
      }
    }
  }

  private static void cancel(CompletableFuture<ChatResponse> answer) throws InterruptedException {
    Thread.sleep(BEFORE_CANCEL.toMillis());
    answer.cancel(true);
  }

  /** What a typed answer is read as. */
  record Mood(String mood) {}
}
