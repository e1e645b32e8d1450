package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.squareup.moshi.JsonReader;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.WireErrorException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a kin protocol adds is handed over wherever it stands; the rest is read as ever. */
@Timeout(10)
class AddedMembersTest {
  private final Recorded added = new Recorded();

  @Test
  void membersOfAnAnswerAreHandedOver() throws IOException {
    String body =
        "{\"x\":1,\"id\":\"c\",\"choices\":[{\"y\":[2],\"message\":{\"content\":\"Hi\",\"z\":0},"
            + "\"index\":3,\"finish_reason\":\"stop\"}],\"x2\":{}}";

    ChatResponse answer = ResponseReader.read(Bodies.body(body), added);

    assertThat(added.calls).containsExactly("x=1.0", "choice y=[2.0]", "end of 3", "x2={}");
    assertThat(answer.text()).isEqualTo("Hi");
    assertThat(answer.id()).isEqualTo("c");
  }

  @Test
  void membersOfChunksAreHandedOver() throws IOException {
    RecordingSink sink = new RecordingSink();
    ChunkDecoder decoder = new ChunkDecoder(added);

    decoder.decode(
        Bodies.event(
            "{\"x\":1,\"choices\":[{\"content_filter_results\":{\"h\":true},\"index\":2,"
                + "\"delta\":{\"content\":\"Hi\"}}]}"),
        sink);
    decoder.decode(Bodies.event("{\"choices\":[{\"y\":null}]}"), sink);

    assertThat(added.calls)
        .containsExactly(
            "x=1.0",
            "choice content_filter_results={h=true}",
            "end of 2",
            "choice y=null",
            "end of 0");
    assertThat(sink.deltas).containsExactly("Hi");
  }

  @Test
  void membersOfErrorsAreHandedOver() {
    ErrorDetails details =
        ErrorReader.read(
            Bodies.response(400, "{\"error\":{\"inner\":{\"a\":1},\"code\":\"c\"}}"), added);

    assertThat(added.calls).containsExactly("error inner={a=1.0}");
    assertThat(details.code()).isEqualTo("c");
    assertThat(details.kind()).isEqualTo(ErrorKind.CONFLICT);
  }

  @Test
  void membersOfErrorsUnderSuccessAreHandedOver() throws IOException {
    RecordingSink sink = new RecordingSink();

    WireErrorException refusal =
        catchThrowableOfType(
            WireErrorException.class,
            () -> ResponseReader.read(Bodies.body("{\"error\":{\"inner\":1}}"), added));
    new ChunkDecoder(added).decode(Bodies.event("{\"error\":{\"inner\":2}}"), sink);
    new ChunkDecoder(added).decode(Bodies.event("error", "{\"error\":{\"inner\":3}}"), sink);

    assertThat(added.calls)
        .containsExactly("error inner=1.0", "error inner=2.0", "error inner=3.0");
    assertThat(refusal.details().kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(sink.error.kind()).isEqualTo(ErrorKind.CONFLICT);
  }

  private static final class Recorded implements AddedMembers {
    final List<String> calls = new ArrayList<>();

    @Override
    public void member(String name, JsonReader value) throws IOException {
      calls.add(name + "=" + value.readJsonValue());
    }

    @Override
    public void choiceMember(String name, JsonReader value) throws IOException {
      calls.add("choice " + name + "=" + value.readJsonValue());
    }

    @Override
    public void choiceRead(int index) {
      calls.add("end of " + index);
    }

    @Override
    public void errorMember(String name, JsonReader value) throws IOException {
      calls.add("error " + name + "=" + value.readJsonValue());
    }

    @Override
    public void errorRead(ErrorDetails.Builder details) {
      details.kind(ErrorKind.CONFLICT);
    }
  }
}
