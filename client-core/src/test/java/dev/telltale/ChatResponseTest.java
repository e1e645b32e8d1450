package dev.telltale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ChatResponseTest {
  @Test
  void messageContinuesAConversation() {
    ChatRequest first = ChatRequest.of("A river?");
    ChatResponse answer = answer(Message.assistant("Douro"), Message.assistant("Tejo"));

    ChatRequest second =
        first.toBuilder().message(answer.message()).user("Where does it end?").build();

    assertThat(second.messages())
        .extracting(Message::role, Message::text)
        .containsExactly(
            tuple(Role.USER, "A river?"),
            tuple(Role.ASSISTANT, "Douro"),
            tuple(Role.USER, "Where does it end?"));
  }

  @Test
  void answerWithoutAChoiceHasNoMessage() {
    ChatResponse answer = answer();

    assertThat(answer.text()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(answer::message)
        .withMessageContaining("no choice");
  }

  private static ChatResponse answer(Message... messages) {
    List<Choice> choices =
        IntStream.range(0, messages.length)
            .mapToObj(i -> Choice.builder(i, messages[i]).build())
            .toList();
    return ChatResponse.builder().choices(choices).build();
  }
}
