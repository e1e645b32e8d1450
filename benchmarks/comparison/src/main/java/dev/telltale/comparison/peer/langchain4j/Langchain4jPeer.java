package dev.telltale.comparison.peer.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.telltale.comparison.peer.Peer;
import dev.telltale.comparison.peer.PeerProgram;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** langchain4j with its module for OpenAI. */
public final class Langchain4jPeer implements Peer {
  private static final String QUESTION = "How are you?";

  private final OpenAiChatModel whole;
  private final OpenAiStreamingChatModel streaming;

  private Langchain4jPeer(String baseUrl, Duration timeout) {
    this.whole =
        OpenAiChatModel.builder()
            .baseUrl(baseUrl)
            .apiKey("sk-1")
            .modelName("m")
            .timeout(timeout)
            .build();
    this.streaming =
        OpenAiStreamingChatModel.builder()
            .baseUrl(baseUrl)
            .apiKey("sk-1")
            .modelName("m")
            .timeout(timeout)
            .build();
  }

  /** Takes cases; see {@link PeerProgram}. */
  public static void main(String[] args) throws Exception {
    PeerProgram.run(Langchain4jPeer::new, args);
  }

  @Override
  public String chat() {
    return whole.chat(QUESTION);
  }

  @Override
  public String chatAsync() {
    throw new UnsupportedOperationException("its whole answers are synchronous only");
  }

  @Override
  public void stream(Consumer<String> text) throws Exception {
    CompletableFuture<ChatResponse> ended = new CompletableFuture<>();
    streaming.chat(
        QUESTION,
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String part) {
            text.accept(part);
          }

          @Override
          public void onCompleteResponse(ChatResponse answer) {
            ended.complete(answer);
          }

          @Override
          public void onError(Throwable failure) {
            ended.completeExceptionally(failure);
          }
        });
    ended.get();
  }
}
