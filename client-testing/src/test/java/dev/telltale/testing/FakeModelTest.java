package dev.telltale.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.FinishReason;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.Tool;
import dev.telltale.ToolCall;
import dev.telltale.TransportException;
import dev.telltale.tools.AnswerOutcome;
import dev.telltale.tools.ToolLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class FakeModelTest {
  private final FakeModel model = FakeModel.create();
  private final ChatClient client =
      ChatClient.builder(model)
          .retry(
              RetryPolicy.builder()
                  .maxRetries(1)
                  .backoff(Duration.ofMillis(1), Duration.ofMillis(1))
                  .build())
          .build();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void answerIsTheScriptedOne() {
    model.enqueue(FakeReply.text("Elbe, Oder.").usage(3, 5));

    ChatResponse response = client.chat("Rivers?");

    assertThat(response.text()).isEqualTo("Elbe, Oder.");
    assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(response.usage().inputTokens()).hasValue(3);
    assertThat(model.requests())
        .singleElement()
        .satisfies(request -> assertThat(request.messages().get(0).text()).isEqualTo("Rivers?"));
  }

  @Test
  void streamBringsItsPieces() {
    model.enqueue(FakeReply.pieces("El", "be").usage(3, 5));
    List<String> pieces = new ArrayList<>();

    try (ChatStream stream = client.stream("River?")) {
      ChatResponse response = stream.forEachText(pieces::add);

      assertThat(response.text()).isEqualTo("Elbe");
      assertThat(response.usage().outputTokens()).hasValue(5);
      assertThat(stream.outcome()).contains(StreamOutcome.COMPLETED);
    }
    assertThat(pieces).containsExactly("El", "be");
  }

  @Test
  void eachAttemptTakesTheNextReply() {
    model.enqueue(FakeReply.failure(ErrorKind.OVERLOADED), FakeReply.text("Elbe"));

    ChatResponse response = client.chat("River?");

    assertThat(response.text()).isEqualTo("Elbe");
    assertThat(response.report().attempts()).hasSize(2);
    assertThat(model.requests()).hasSize(2);
  }

  @Test
  void callBeyondTheScriptSaysSo() {
    model.enqueue(FakeReply.text("Elbe"));
    client.chat("River?");

    assertThatThrownBy(() -> client.chat("Another?"))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "The fake model was asked 2 times and has 1 reply: enqueue another, or set"
                + " otherwise(..) for all that follow");
    assertThatThrownBy(() -> client.stream("Another?")).hasMessageContaining("asked 3 times");
    assertThatThrownBy(() -> client.chatAsync("Another?").get())
        .hasRootCauseInstanceOf(AssertionError.class);
    assertThat(model.requests()).hasSize(4);
  }

  @Test
  void unscriptedModelAnswersAlways() {
    assertThat(client.chat("River?").text()).isEqualTo("This is a fake answer.");
    model.enqueue(FakeReply.text("Elbe")).otherwise(request -> FakeReply.text("Any."));

    assertThat(client.chat("River?").text()).isEqualTo("Elbe");
    assertThat(client.chat("River?").text()).isEqualTo("Any.");
  }

  @Test
  void failureIsTheOneOfARealProvider() {
    model.enqueue(FakeReply.failure(ErrorKind.AUTHENTICATION));

    assertThatThrownBy(() -> client.chat("River?"))
        .isInstanceOfSatisfying(
            LlmException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
              assertThat(failure.status()).hasValue(401);
            });
  }

  @Test
  void waitThatIsAskedForIsKept() {
    model.enqueue(FakeReply.failure(ErrorKind.RATE_LIMIT).retryAfter(Duration.ofHours(1)));

    assertThatThrownBy(() -> client.chat("River?"))
        .isInstanceOfSatisfying(
            LlmException.class,
            failure -> assertThat(failure.retryAfter()).contains(Duration.ofHours(1)));
  }

  @Test
  void connectionCanBreakBeforeTheAnswer() {
    model.enqueue(FakeReply.noConnection(), FakeReply.noConnection());

    assertThatThrownBy(() -> client.chat("River?")).isInstanceOf(TransportException.class);
  }

  @Test
  void streamCanBreakOrEndUnfinished() {
    model.enqueue(FakeReply.pieces("El").cut(), FakeReply.pieces("El").unfinished());

    assertThat(outcomeOfStream()).isEqualTo(StreamOutcome.CONNECTION_LOST);
    assertThat(outcomeOfStream()).isEqualTo(StreamOutcome.TRUNCATED);
  }

  @Test
  void toolsAreCalledWholeAndStreamed() {
    Tool echo = Tool.of("echo", "Says it again", Word.class, Word::text);
    ToolLoop loop = ToolLoop.of(client, List.of(echo));
    model.enqueue(FakeReply.toolCall("echo", "{\"text\":\"a\"}"), FakeReply.text("Done."));
    model.enqueue(
        FakeReply.toolCalls(
            ToolCall.function("1", "echo", "{\"text\":\"b\"}"),
            ToolCall.function("2", "echo", "{\"text\":\"c\"}")),
        FakeReply.text("Done."));

    assertThat(loop.run("Hm?").runs()).extracting(run -> run.result()).containsExactly("a");
    try (var stream = loop.stream(ChatRequest.of("Hm?"))) {
      assertThat(stream.forEachText(text -> {}).runs())
          .extracting(run -> run.result())
          .containsExactly("b", "c");
    }
  }

  @Test
  void refusalIsATypedOutcome() {
    model.enqueue(FakeReply.refusal("No."));

    assertThat(client.answering(Word.class).chat("Word?").outcome())
        .isEqualTo(AnswerOutcome.REFUSED);
  }

  @Test
  void requestCanDecideWhenNoReplyIsLeft() {
    model.otherwise(request -> FakeReply.text("You said " + request.messages().get(0).text()));

    assertThat(client.chat("hi").text()).isEqualTo("You said hi");
  }

  @Test
  void whatNoProviderReportsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FakeReply.failure(ErrorKind.TLS))
        .withMessageContaining("noConnection");
  }

  @Test
  void interruptedCallThatFailsIsCancelled() {
    model.enqueue(FakeReply.failure(ErrorKind.AUTHENTICATION));

    Thread.currentThread().interrupt();
    Throwable failure = catchThrowable(() -> client.chat("Porto?"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure).isInstanceOf(LlmException.class);
  }

  @Test
  void replyThatMakesNoSenseIsRefused() {
    FakeReply failure = FakeReply.failure(ErrorKind.SERVER);

    assertThatThrownBy(failure::cut).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(failure::unfinished).isInstanceOf(IllegalStateException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> FakeReply.text("a").usage(-1, 2));
  }

  private StreamOutcome outcomeOfStream() {
    try (ChatStream stream = client.stream("River?")) {
      stream.forEachText(text -> {});
      throw new AssertionError("The stream ended well");
    } catch (StreamException failure) {
      assertThat(failure.partial().text()).isEqualTo("El");
      return failure.outcome();
    }
  }

  record Word(String text) {}
}
