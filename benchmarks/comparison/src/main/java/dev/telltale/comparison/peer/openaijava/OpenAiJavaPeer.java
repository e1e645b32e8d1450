package dev.telltale.comparison.peer.openaijava;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.telltale.comparison.peer.Peer;
import dev.telltale.comparison.peer.PeerProgram;
import java.time.Duration;
import java.util.function.Consumer;

/** OpenAI's own client. */
public final class OpenAiJavaPeer implements Peer {
  private static final ChatCompletionCreateParams PARAMS =
      ChatCompletionCreateParams.builder().model("m").addUserMessage("How are you?").build();

  private final OpenAIClient client;

  private OpenAiJavaPeer(String baseUrl, Duration timeout) {
    this.client =
        OpenAIOkHttpClient.builder().baseUrl(baseUrl).apiKey("sk-1").timeout(timeout).build();
  }

  /** Takes cases; see {@link PeerProgram}. */
  public static void main(String[] args) throws Exception {
    PeerProgram.run(OpenAiJavaPeer::new, args);
  }

  @Override
  public String chat() {
    return text(client.chat().completions().create(PARAMS));
  }

  @Override
  public String chatAsync() throws Exception {
    return text(client.async().chat().completions().create(PARAMS).get());
  }

  @Override
  public void stream(Consumer<String> text) {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(PARAMS)) {
      stream.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .forEach(choice -> choice.delta().content().ifPresent(text));
    }
  }

  private static String text(ChatCompletion answer) {
    return answer.choices().get(0).message().content().orElse("");
  }
}
