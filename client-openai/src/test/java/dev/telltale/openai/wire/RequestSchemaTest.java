package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.squareup.moshi.JsonWriter;
import dev.telltale.ChatRequest;
import dev.telltale.Content;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.provider.AnswerForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import okio.Buffer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is written keeps to the published schema of a request, in the folder that {@code
 * -Dtelltale.schemas} names. Misspelt members do not pass: the strict form knows all of them.
 */
@Timeout(30)
class RequestSchemaTest {
  private static final String FILE = "create-chat-completion-request.strict.schema.json";

  @ParameterizedTest
  @MethodSource
  void requestKeepsToSchema(ChatRequest request) throws IOException {
    JsonSchema schema = schema();

    for (AnswerForm form : AnswerForm.values()) {
      for (TokenLimit limit : TokenLimit.values()) {
        String json = written(request, limit, form);

        assertThat(schema.validate(json, InputFormat.JSON)).as(json).isEmpty();
      }
    }
  }

  static Stream<Arguments> requestKeepsToSchema() {
    return Stream.of(
        argumentSet("minimal", ChatRequest.of("a")),
        argumentSet("instructions", ChatRequest.builder().instructions("i").user("a").build()),
        argumentSet(
            "every parameter",
            ChatRequest.builder()
                .user("a")
                .temperature(0.5)
                .topP(1)
                .frequencyPenalty(-2)
                .presencePenalty(2)
                .maxTokens(1)
                .choiceCount(2)
                .seed(Long.MIN_VALUE)
                .stopSequences(List.of("x", "y"))
                .build()),
        argumentSet(
            "one stop sequence",
            ChatRequest.builder().user("a").stopSequences(List.of("x")).build()),
        argumentSet(
            "every role",
            ChatRequest.builder()
                .message(Message.system("s"))
                .message(Message.developer("d"))
                .message(Message.user("u").withName("alice"))
                .message(Message.assistant("a").withName("bot"))
                .user("u")
                .build()),
        argumentSet(
            "parts",
            ChatRequest.builder()
                .message(Message.of(Role.USER, List.of(Content.text("a"), Content.text("b"))))
                .message(
                    Message.of(
                        Role.ASSISTANT, List.of(Content.text("c"), new Content.Refusal("d"))))
                .message(Message.of(Role.ASSISTANT, List.of(new Content.Refusal("e"))))
                .message(Message.of(Role.ASSISTANT, List.of()))
                .user("f")
                .build()));
  }

  @ParameterizedTest
  @EnumSource
  void misspeltMemberDoesNotPass(TokenLimit limit) throws IOException {
    ChatRequest request = ChatRequest.builder().user("a").maxTokens(1).build();
    String json = written(request, limit, AnswerForm.WHOLE).replace("tokens", "toknes");

    assertThat(schema().validate(json, InputFormat.JSON)).isNotEmpty();
  }

  private static JsonSchema schema() throws IOException {
    String folder = System.getProperty("telltale.schemas");
    assumeTrue(folder != null, "-Dtelltale.schemas names no folder of schemas");
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(Files.readString(Path.of(folder, FILE)));
  }

  private static String written(ChatRequest request, TokenLimit limit, AnswerForm form)
      throws IOException {
    Buffer json = new Buffer();
    new RequestWriter(limit).write(JsonWriter.of(json), request, "gpt-5-mini", form);
    return json.readUtf8();
  }
}
