package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.squareup.moshi.JsonDataException;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of ten million bytes are read or refused in a time that grows as they do. */
@Timeout(10)
class HugeBodiesTest {
  private static final int SIZE = 10 << 20;

  @ParameterizedTest
  @MethodSource
  void hugeBodyIsReadOrRefused(String member) throws IOException {
    String whole = "{\"choices\":[{\"message\":{\"content\":\"a\"}}]," + member + "}";
    String chunk = "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]," + member + "}";
    RecordingSink sink = new RecordingSink();

    try {
      ChatResponse response = ResponseReader.read(Bodies.body(whole));
      new ChunkDecoder().decode(Bodies.event(chunk), sink);

      assertThat(response.choices()).isNotEmpty();
      assertThat(sink.choices).isNotEmpty();
    } catch (IOException | JsonDataException refused) {
      assertThat(refused.getMessage()).hasSizeLessThan(1000);
    }
    assertThat(ErrorReader.read(Bodies.response(500, chunk)).kind()).isEqualTo(ErrorKind.SERVER);
  }

  static Stream<Arguments> hugeBodyIsReadOrRefused() {
    return Stream.of(
        argumentSet("number", "\"x\":" + "1".repeat(SIZE)),
        argumentSet("count", "\"usage\":{\"prompt_tokens\":" + "1".repeat(SIZE) + "}"),
        argumentSet("fraction", "\"created\":0." + "1".repeat(SIZE)),
        argumentSet("white space", "\"x\":" + " ".repeat(SIZE) + "1"),
        argumentSet("text", "\"x\":\"" + "é".repeat(SIZE / 2) + "\""),
        argumentSet("escapes", "\"id\":\"" + "\\u00e9".repeat(SIZE / 6) + "\""),
        argumentSet("name", "\"" + "x".repeat(SIZE) + "\":1"),
        argumentSet("members", "\"x\":{" + "\"a\":1,".repeat(SIZE / 10) + "\"b\":2}"),
        argumentSet("metadata", "\"metadata\":{" + members(SIZE / 20) + "\"b\":\"2\"}"),
        argumentSet("elements", "\"x\":[" + "1,".repeat(SIZE / 2) + "1]"),
        argumentSet("choices", "\"choices\":[" + "{},".repeat(SIZE / 3) + "{}]"),
        argumentSet(
            "tool calls",
            "\"choices\":[{\"delta\":{\"tool_calls\":["
                + "{\"id\":\"c\"},".repeat(SIZE / 11)
                + "{}]}}]"));
  }

  private static String members(int count) {
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < count; i++) {
      members.append("\"key ").append(i).append("\":\"v\",");
    }
    return members.toString();
  }
}
