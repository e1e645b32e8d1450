package dev.telltale.comparison.peer.telemetry.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.telltale.comparison.peer.telemetry.CallPath;
import dev.telltale.comparison.peer.telemetry.InstrumentedPeer;
import dev.telltale.comparison.peer.telemetry.Recorder;
import dev.telltale.comparison.peer.telemetry.TelemetryProgram;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** langchain4j with a listener that reports to OpenTelemetry. */
public final class Langchain4jTelemetry implements InstrumentedPeer {
  private final OpenAiChatModel whole;
  private final OpenAiStreamingChatModel streaming;

  private Langchain4jTelemetry(String baseUrl, Duration timeout, Recorder recorder) {
    SpanListener listener = new SpanListener(recorder.openTelemetry());
    this.whole =
        OpenAiChatModel.builder()
            .baseUrl(baseUrl)
            .apiKey("sk-1")
            .modelName("m")
            .timeout(timeout)
            .listeners(List.of(listener))
            .build();
    this.streaming =
        OpenAiStreamingChatModel.builder()
            .baseUrl(baseUrl)
            .apiKey("sk-1")
            .modelName("m")
            .timeout(timeout)
            .listeners(List.of(listener))
            .build();
  }

  /** Takes cases; see {@link TelemetryProgram}. */
  public static void main(String[] args) throws Exception {
    TelemetryProgram.run(Langchain4jTelemetry::new, args);
  }

  @Override
  public void call(CallPath path) throws Exception {
    switch (path) {
      case PLAIN, RAW -> whole.chat(QUESTION);
      case CALL_OPTIONS ->
          whole.chat(
              ChatRequest.builder().messages(UserMessage.from(QUESTION)).temperature(0.5).build());
      case STREAM_TO_END -> stream(false);
      case STREAM_CLOSED_EARLY -> stream(true);
      default -> throw new UnsupportedOperationException();
    }
  }

  private void stream(boolean cancelled) throws Exception {
    CompletableFuture<String> ended = new CompletableFuture<>();
    streaming.chat(
        QUESTION,
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
            if (cancelled) {
              context.streamingHandle().cancel();
              ended.complete("cancelled");
            }
          }

          @Override
          public void onCompleteResponse(ChatResponse answer) {
            ended.complete("complete");
          }

          @Override
          public void onError(Throwable failure) {
            ended.completeExceptionally(failure);
          }
        });
    ended.get();
  }
}
