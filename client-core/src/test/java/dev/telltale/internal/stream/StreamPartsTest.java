package dev.telltale.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.FinishReason;
import dev.telltale.Media;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.StreamEvent;
import dev.telltale.ToolCall;
import dev.telltale.provider.AudioPiece;
import dev.telltale.provider.ToolCallPiece;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StreamPartsTest {
  private final AssembledStream stream = new AssembledStream();

  @Test
  void stopBesideToolCallsMeansToolCalls() {
    stream.sink().toolCall(0, new ToolCallPiece(0, "c", "f", null, "{}", null));
    stream.sink().finish(0, FinishReason.STOP, "stop");

    assertThat(stream.events())
        .contains(new StreamEvent.Finished(0, FinishReason.TOOL_CALLS, "stop"));
    Choice choice = stream.response().choices().get(0);
    assertThat(choice.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(choice.rawFinishReason()).isEqualTo("stop");
  }

  @Test
  void lengthBesideToolCallsStays() {
    stream.sink().toolCall(0, new ToolCallPiece(0, "c", "f", null, "{", null));
    stream.sink().finish(0, FinishReason.LENGTH, "length");

    assertThat(stream.response().finishReason()).isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void emptyPieceIsNoToolCall() {
    stream.sink().toolCall(0, new ToolCallPiece(0, "", null, null, "", null));
    stream.sink().finish(0, FinishReason.STOP, "stop");

    assertThat(stream.response().finishReason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void soundComesInPiecesPaddedOrCutAnywhere() {
    byte[] sound = "any sound at all".getBytes(StandardCharsets.UTF_8);
    String first = Base64.getEncoder().encodeToString("any so".getBytes(StandardCharsets.UTF_8));
    String rest = Base64.getEncoder().encodeToString("und at all".getBytes(StandardCharsets.UTF_8));

    stream.sink().audio(0, new AudioPiece("audio_1", first, "an", null));
    stream.sink().audio(0, new AudioPiece(null, rest.substring(0, 3), "y", null));
    stream.sink().audio(0, new AudioPiece(null, rest.substring(3), "", Instant.EPOCH));

    Content.Audio audio = audio(stream.response());
    assertThat(audio.id()).isEqualTo("audio_1");
    assertThat(audio.transcript()).isEqualTo("any");
    assertThat(audio.expiresAt()).isEqualTo(Instant.EPOCH);
    assertThat(audio.media()).isNotNull().extracting(Media::bytes).isEqualTo(sound);
  }

  @Test
  void whatIsNoSoundIsDropped() {
    stream.sink().audio(0, new AudioPiece("audio_1", "****", "any", null));

    assertThat(audio(stream.response()).media()).isNull();
  }

  @Test
  void wholeAnswerOwesEventsOfAllItsParts() {
    List<Content> parts =
        List.of(
            new Content.Thinking("hm", "reasoning"),
            new Content.Text("text"),
            new Content.Refusal("no"),
            new Content.Audio(
                "audio_1", Media.bytes(new byte[] {1}, "audio/wav"), null, "said", null),
            ToolCall.function("c", "f", "{}"));
    Choice choice = Choice.builder(0, Message.of(Role.ASSISTANT, parts)).build();

    stream.whole(ChatResponse.builder().choices(List.of(choice)).build());

    assertThat(stream.events())
        .containsExactly(
            new StreamEvent.ThinkingDelta(0, "hm"),
            new StreamEvent.TextDelta(0, "text"),
            new StreamEvent.RefusalDelta(0, "no"),
            new StreamEvent.AudioDelta(0, "AQ==", "said"),
            new StreamEvent.ToolCallDelta(0, 0, "f", "{}"));
    assertThat(stream.response().choices()).containsExactly(choice);
  }

  private static Content.Audio audio(ChatResponse response) {
    return (Content.Audio) response.choices().get(0).message().parts().get(0);
  }
}
