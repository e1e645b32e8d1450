package dev.telltale.comparison.peer.telltale;

import dev.telltale.ChatClient;
import dev.telltale.ChatStream;
import dev.telltale.LlmException;
import dev.telltale.StreamException;
import dev.telltale.comparison.peer.Peer;
import dev.telltale.comparison.peer.PeerProgram;
import dev.telltale.openai.OpenAi;
import java.time.Duration;
import java.util.function.Consumer;

/** Telltale. */
public final class TelltalePeer implements Peer {
  private static final String QUESTION = "How are you?";

  private final ChatClient client;

  private TelltalePeer(String baseUrl, Duration timeout) {
    this.client =
        ChatClient.builder(OpenAi.builder().baseUrl(baseUrl).apiKey("sk-1").model("m").build())
            .deadline(timeout)
            .streamIdleTimeout(timeout)
            .build();
  }

  /** Takes cases; see {@link PeerProgram}. */
  public static void main(String[] args) throws Exception {
    PeerProgram.run(TelltalePeer::new, args);
  }

  @Override
  public String chat() {
    return client.chat(QUESTION).text();
  }

  @Override
  public String chatAsync() throws Exception {
    return client.chatAsync(QUESTION).get().text();
  }

  @Override
  public void stream(Consumer<String> text) {
    try (ChatStream stream = client.stream(QUESTION)) {
      stream.forEachText(text);
    }
  }

  @Override
  public String describe(Throwable failure) {
    if (failure instanceof StreamException ended) {
      return ended.outcome().name();
    }
    return failure instanceof LlmException ended ? ended.kind().name() : failure.toString();
  }
}
