package dev.telltale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
class ChatRequestTest {

  static Stream<Arguments> impossible() {
    return Stream.of(
        row("blank model", r -> r.model(" ")),
        row("negative temperature", r -> r.temperature(-0.1)),
        row("no temperature", r -> r.temperature(Double.NaN)),
        row("endless temperature", r -> r.temperature(Double.POSITIVE_INFINITY)),
        row("topP over 1", r -> r.topP(1.01)),
        row("topP below 0", r -> r.topP(-0.01)),
        row("no topP", r -> r.topP(Double.NaN)),
        row("frequency penalty", r -> r.frequencyPenalty(2.1)),
        row("presence penalty", r -> r.presencePenalty(-2.1)),
        row("no penalty", r -> r.presencePenalty(Double.NaN)),
        row("no tokens", r -> r.maxTokens(0)),
        row("no choice", r -> r.choiceCount(0)),
        row("empty stop", r -> r.stopSequences(List.of("a", ""))));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void impossibleSettingIsRefused(Consumer<ChatRequest.Builder> setting) {
    assertThatThrownBy(() -> setting.accept(ChatRequest.builder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s).{10,100}");
  }

  @Test
  void edgesAreAccepted() {
    ChatRequest request =
        ChatRequest.builder()
            .user("")
            .temperature(0)
            .topP(0)
            .frequencyPenalty(-2)
            .presencePenalty(2)
            .maxTokens(1)
            .choiceCount(1)
            .seed(Long.MIN_VALUE)
            .build();

    assertThat(request.temperature()).hasValue(0);
    assertThat(request.seed()).hasValue(Long.MIN_VALUE);
  }

  @Test
  void requestNeedsMessage() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ChatRequest.builder().instructions("Be brief.").build())
        .withMessageContaining("user(text)");
  }

  @Test
  void nullsAreRefusedByName() {
    assertThatNullPointerException()
        .isThrownBy(() -> ChatRequest.builder().message(null))
        .withMessage("message");
    assertThatNullPointerException()
        .isThrownBy(() -> ChatRequest.builder().messages(Arrays.asList((Message) null)));
    assertThatNullPointerException().isThrownBy(() -> ChatRequest.of(null)).withMessage("text");
  }

  @Test
  void whatIsNotSetIsAbsent() {
    ChatRequest request = ChatRequest.of("Porto?");

    assertThat(request.model()).isNull();
    assertThat(request.instructions()).isNull();
    assertThat(request.temperature()).isEmpty();
    assertThat(request.topP()).isEmpty();
    assertThat(request.frequencyPenalty()).isEmpty();
    assertThat(request.presencePenalty()).isEmpty();
    assertThat(request.maxTokens()).isEmpty();
    assertThat(request.choiceCount()).isEmpty();
    assertThat(request.seed()).isEmpty();
    assertThat(request.stopSequences()).isEmpty();
  }

  @Test
  void copyKeepsEverything() {
    ChatRequest request =
        ChatRequest.builder()
            .model("m")
            .instructions("Be brief.")
            .user("Porto?")
            .assistant("Yes.")
            .temperature(0.5)
            .topP(0.9)
            .frequencyPenalty(0.1)
            .presencePenalty(0.2)
            .maxTokens(3)
            .choiceCount(2)
            .seed(42)
            .stopSequences(List.of("x"))
            .build();

    ChatRequest copy = request.toBuilder().build();

    assertThat(copy).usingRecursiveComparison().isEqualTo(request);
  }

  @Test
  void builtRequestDoesNotChange() {
    List<String> stops = new ArrayList<>(List.of("x"));
    ChatRequest.Builder builder = ChatRequest.builder().user("Porto?").stopSequences(stops);
    ChatRequest request = builder.build();

    stops.add("y");
    builder.user("Lisboa?");

    assertThat(request.messages()).hasSize(1);
    assertThat(request.stopSequences()).containsExactly("x");
  }

  @Test
  void textIsNeverShown() {
    ChatRequest request = ChatRequest.builder().instructions("s3cret").user("s3cret").build();

    assertThat(request.toString()).isEqualTo("ChatRequest[null, 1 messages]");
    assertThat(request.messages().toString()).isEqualTo("[Message[user [Text[6 chars]]]]");
  }

  @Test
  void optionsAreCheckedAndCopied() {
    CallOptions options =
        CallOptions.builder()
            .deadline(Duration.ofSeconds(3))
            .conversationId("c-7")
            .header("X-Tag", "s3cret")
            .build();

    assertThat(options.toBuilder().build()).usingRecursiveComparison().isEqualTo(options);
    assertThat(options.toString()).contains("PT3S", "X-Tag").doesNotContain("s3cret");
    assertThat(CallOptions.none().deadline()).isEmpty();
    for (Duration bad : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
      assertThatThrownBy(() -> CallOptions.builder().deadline(bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> CallOptions.builder().conversationId(" "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Arguments row(String name, Consumer<ChatRequest.Builder> setting) {
    return argumentSet(name, setting);
  }
}
