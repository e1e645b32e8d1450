package dev.telltale.comparison.peer.telemetry.openaijava;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.RequestOptions;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.StructuredChatCompletionCreateParams;
import com.openai.services.blocking.chat.ChatCompletionService;
import dev.telltale.comparison.peer.telemetry.CallPath;
import dev.telltale.comparison.peer.telemetry.InstrumentedPeer;
import dev.telltale.comparison.peer.telemetry.Recorder;
import dev.telltale.comparison.peer.telemetry.TelemetryProgram;
import io.opentelemetry.instrumentation.openai.v1_1.OpenAITelemetry;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;

/** OpenAI's own client, wrapped by OpenTelemetry's instrumentation of it. */
public final class OpenAiJavaTelemetry implements InstrumentedPeer {
  private static final ChatCompletionCreateParams PARAMS =
      ChatCompletionCreateParams.builder().model("m").addUserMessage(QUESTION).build();
  private static final ChatCompletionCreateParams STREAMED =
      PARAMS.toBuilder()
          .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
          .build();
  private static final StructuredChatCompletionCreateParams<Mood> TYPED =
      ChatCompletionCreateParams.builder()
          .model("m")
          .addUserMessage(QUESTION)
          .responseFormat(Mood.class)
          .build();

  private final OpenAIClient client;

  private OpenAiJavaTelemetry(String baseUrl, Duration timeout, Recorder recorder) {
    OpenAIClient plain =
        OpenAIOkHttpClient.builder().baseUrl(baseUrl).apiKey("sk-1").timeout(timeout).build();
    this.client = OpenAITelemetry.create(recorder.openTelemetry()).wrap(plain);
  }

  /** Takes cases; see {@link TelemetryProgram}. */
  public static void main(String[] args) throws Exception {
    TelemetryProgram.run(OpenAiJavaTelemetry::new, args);
  }

  @Override
  public void call(CallPath path) throws Exception {
    ChatCompletionService completions = client.chat().completions();
    switch (path) {
      case PLAIN -> completions.create(PARAMS);
      case RAW -> completions.withRawResponse().create(PARAMS).parse();
      case TYPED -> completions.create(TYPED);
      case DERIVED_CLIENT ->
          client.withOptions(options -> options.maxRetries(2)).chat().completions().create(PARAMS);
      case CALL_OPTIONS ->
          completions.create(
              PARAMS, RequestOptions.builder().timeout(Duration.ofSeconds(2)).build());
      case ASYNC -> client.async().chat().completions().create(PARAMS).get();
      case ASYNC_CANCELLED -> cancel(client.async().chat().completions().create(PARAMS));
      case STREAM_TO_END -> {
        try (StreamResponse<ChatCompletionChunk> stream = completions.createStreaming(STREAMED)) {
          stream.stream().forEach(chunk -> {});
        }
      }
      case STREAM_CLOSED_EARLY -> {
        try (StreamResponse<ChatCompletionChunk> stream = completions.createStreaming(STREAMED)) {
          stream.stream().iterator().next();
        }
      }
      case STREAM_ABANDONED -> {
        Iterator<ChatCompletionChunk> chunks =
            completions.createStreaming(STREAMED).stream().iterator();
        chunks.next();
      }
    }
  }

  private static void cancel(CompletableFuture<ChatCompletion> answer) throws InterruptedException {
    Thread.sleep(BEFORE_CANCEL.toMillis());
    answer.cancel(true);
  }

  /** What a typed answer is read as. */
  public static final class Mood {
    /** A word. */
    public String mood = "";
  }
}
