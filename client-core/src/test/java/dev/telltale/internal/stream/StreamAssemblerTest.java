package dev.telltale.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.ErrorKind;
import dev.telltale.FinishReason;
import dev.telltale.Message;
import dev.telltale.ResponseHeaders;
import dev.telltale.Role;
import dev.telltale.StreamEvent;
import dev.telltale.StreamEvent.Finished;
import dev.telltale.StreamEvent.RefusalDelta;
import dev.telltale.StreamEvent.TextDelta;
import dev.telltale.StreamEvent.UsageReported;
import dev.telltale.TokenKind;
import dev.telltale.Usage;
import dev.telltale.internal.http.SentHeaders;
import dev.telltale.provider.ErrorDetails;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StreamAssemblerTest {
  private static final Usage USAGE = Usage.builder().tokens(TokenKind.INPUT, 3).build();

  private final ResponseHeaders headers = ResponseHeaders.of(List.of("x-a", "b"));
  private final StreamAssembler assembler = new StreamAssembler(headers, "r-1", SentHeaders.none());

  @Test
  void piecesBecomeOneAnswer() {
    assembler.id("a-1");
    assembler.model("m-1");
    assembler.serviceTier("gold");
    assembler.text(0, "Po");
    assembler.text(0, "rto");
    assembler.finish(0, FinishReason.STOP, "stop");
    assembler.usage(USAGE);

    ChatResponse response = assembler.response();

    assertThat(response.id()).isEqualTo("a-1");
    assertThat(response.model()).isEqualTo("m-1");
    assertThat(response.serviceTier()).isEqualTo("gold");
    assertThat(response.text()).isEqualTo("Porto");
    assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(response.usage()).isEqualTo(USAGE);
    assertThat(response.headers()).isSameAs(headers);
    assertThat(response.requestId()).isEqualTo("r-1");
    assertThat(events())
        .containsExactly(
            new TextDelta(0, "Po"),
            new TextDelta(0, "rto"),
            new Finished(0, FinishReason.STOP, "stop"),
            new UsageReported(USAGE));
  }

  @Test
  void firstIdentityStays() {
    assembler.id("");
    assembler.id("a-1");
    assembler.id("a-2");
    assembler.model("");
    assembler.model("m-1");
    assembler.model("m-2");
    assembler.serviceTier("auto");
    assembler.serviceTier("gold");

    assertThat(assembler.response().id()).isEqualTo("a-1");
    assertThat(assembler.response().model()).isEqualTo("m-1");
    assertThat(assembler.response().serviceTier()).isEqualTo("gold");
  }

  @Test
  void firstReasonStays() {
    assembler.finish(0, FinishReason.LENGTH, "length");
    assembler.finish(0, FinishReason.STOP, "stop");

    assertThat(assembler.response().choices().get(0).rawFinishReason()).isEqualTo("length");
    assertThat(events()).containsExactly(new Finished(0, FinishReason.LENGTH, "length"));
  }

  @Test
  void emptyPiecesAreIgnored() {
    assembler.text(0, "");
    assembler.refusal(0, "");

    assertThat(events()).isEmpty();
    assertThat(assembler.response().choices()).isEmpty();
  }

  @Test
  void refusalIsPartOfItsOwn() {
    assembler.refusal(0, "I will ");
    assembler.refusal(0, "not.");

    assertThat(assembler.response().choices().get(0).message().parts())
        .containsExactly(new Content.Refusal("I will not."));
    assertThat(events())
        .containsExactly(new RefusalDelta(0, "I will "), new RefusalDelta(0, "not."));
  }

  @Test
  void choicesStandInOrderOfIndex() {
    assembler.text(2, "c");
    assembler.choice(0);
    assembler.text(1, "b");
    assembler.text(2, "c");

    assertThat(assembler.response().choices())
        .extracting(Choice::index, Choice::text)
        .containsExactly(tuple(0, ""), tuple(1, "b"), tuple(2, "cc"));
  }

  @Test
  void completeMeansEveryChoiceOrTheMark() {
    assertThat(assembler.complete()).isFalse();
    assembler.text(0, "a");
    assembler.text(1, "b");
    assembler.finish(0, FinishReason.STOP, "stop");
    assertThat(assembler.complete()).isFalse();
    assembler.finish(1, FinishReason.STOP, "stop");
    assertThat(assembler.complete()).isTrue();

    StreamAssembler marked = new StreamAssembler(headers, null, SentHeaders.none());
    marked.done();
    assertThat(marked.complete()).isTrue();
    assertThat(marked.doneSeen()).isTrue();
  }

  @Test
  void anyFilteredChoiceCounts() {
    assembler.finish(0, FinishReason.STOP, "stop");
    assertThat(assembler.filtered()).isFalse();

    assembler.finish(1, FinishReason.CONTENT_FILTER, "content_filter");

    assertThat(assembler.filtered()).isTrue();
  }

  @Test
  void firstErrorAndLastExtensionStay() {
    ErrorDetails first = ErrorDetails.builder(ErrorKind.SERVER).build();
    assembler.error(first);
    assembler.error(ErrorDetails.builder(ErrorKind.TIMEOUT).build());
    assembler.extension(String.class, "old");
    assembler.extension(String.class, "new");

    assertThat(assembler.error()).isSameAs(first);
    assertThat(assembler.response().extension(String.class)).isEqualTo("new");
  }

  @Test
  void wholeAnswerComesAsEvents() {
    Message message =
        Message.of(Role.ASSISTANT, List.of(new Content.Text("Porto"), new Content.Refusal("no")));
    ChatResponse whole =
        ChatResponse.builder()
            .choices(
                List.of(Choice.builder(0, message).finishReason(FinishReason.STOP, "stop").build()))
            .usage(USAGE)
            .build();

    assembler.whole(whole);

    assertThat(assembler.response()).isSameAs(whole);
    assertThat(assembler.complete()).isTrue();
    assertThat(events())
        .containsExactly(
            new TextDelta(0, "Porto"),
            new RefusalDelta(0, "no"),
            new Finished(0, FinishReason.STOP, "stop"),
            new UsageReported(USAGE));
  }

  private List<StreamEvent> events() {
    List<StreamEvent> events = new ArrayList<>();
    for (StreamEvent event = assembler.poll(); event != null; event = assembler.poll()) {
      events.add(event);
    }
    return events;
  }
}
