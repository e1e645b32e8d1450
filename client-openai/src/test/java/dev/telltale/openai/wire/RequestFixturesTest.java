package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatRequest;
import dev.telltale.Content;
import dev.telltale.JsonSchema;
import dev.telltale.Media;
import dev.telltale.Message;
import dev.telltale.ResponseFormat;
import dev.telltale.Role;
import dev.telltale.Tool;
import dev.telltale.ToolCall;
import dev.telltale.ToolChoice;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.Moderation;
import dev.telltale.openai.OpenAiOptions;
import dev.telltale.openai.Voice;
import dev.telltale.openai.WebSearch;
import dev.telltale.provider.AnswerForm;
import dev.telltale.rig.fixtures.Fixture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The typed request that means the same as a recorded one is written as the same JSON. */
@Timeout(10)
class RequestFixturesTest {
  private static final Tool WEATHER =
      Tool.function("get_weather")
          .description("Current weather for one city.")
          .parameters(
              JsonSchema.of(
                  """
                  {"type": "object",
                   "properties": {
                     "city": {"type": "string"},
                     "unit": {"type": "string", "enum": ["c", "f"]}},
                   "required": ["city", "unit"],
                   "additionalProperties": false}
                  """))
          .strict()
          .build();

  @ParameterizedTest
  @MethodSource
  void typedRequestIsWrittenAsRecorded(Fixture fixture) {
    ChatRequest request = typed(fixture.id().substring("openai/req-".length())).build();
    boolean older = fixture.id().endsWith("legacy-max-tokens");
    CompatProfile profile = older ? CompatProfile.GENERIC : CompatProfile.OPENAI;
    boolean stream = fixture.id().endsWith("stream-usage");

    String json = Written.json(profile, request, stream ? AnswerForm.STREAM : AnswerForm.WHOLE);

    Object recorded = Fixtures.json(fixture.bytes());
    if (fixture.id().endsWith("legacy-functions")) {
      // The older form of history is read, never written: the model's call goes back as a tool's.
      Fixture.object(recorded).put("messages", Fixture.object(Fixtures.json(json)).get("messages"));
    }
    assertThat(plain(Fixtures.json(json))).isEqualTo(plain(recorded));
  }

  static Stream<Fixture> typedRequestIsWrittenAsRecorded() {
    return Fixtures.ofKind("request");
  }

  private static ChatRequest.Builder typed(String name) {
    return switch (name) {
      case "minimal" -> request("gpt-4.1-mini").user("Say hi.");
      case "sampling" -> sampling();
      case "legacy-max-tokens" ->
          request("gpt-4o")
              .user("Count to three.")
              .maxTokens(16)
              .temperature(0)
              .stopSequences(List.of("4"));
      case "reasoning" -> reasoning();
      case "cache-breakpoint" ->
          request("gpt-5.6-terra")
              .message(
                  Message.of(
                      Role.DEVELOPER,
                      List.of(
                          Content.text("Long shared policy text."), new Content.CacheBreakpoint())))
              .user("Question 1")
              .reasoningEffort("none");
      case "tools" ->
          request("gpt-5.6-luna")
              .user("Weather in Oslo?")
              .tool(WEATHER)
              .toolChoice(ToolChoice.tool("get_weather"))
              .toolCallsOneByOne()
              .reasoningEffort("none");
      case "tools-allowed-custom" -> allowedTools();
      case "tool-result-turn" -> toolResults();
      case "multimodal" -> multimodal();
      case "json-schema" -> jsonSchema();
      case "stream-usage" ->
          request("gpt-4.1")
              .user("Stream please.")
              .extension(OpenAiOptions.class, OpenAiOptions.builder().notObfuscated().build());
      case "prediction-websearch-audio" -> predictionWebSearchAudio();
      case "moderation" ->
          request("gpt-5.4")
              .user("hello")
              .extension(
                  OpenAiOptions.class,
                  OpenAiOptions.builder()
                      .moderation(
                          Moderation.by("omni-moderation-latest")
                              .withInput("block")
                              .withOutput("score"))
                      .build());
      case "legacy-functions" ->
          request("gpt-4-0613")
              .user("Weather?")
              .extraBody("function_call", "auto")
              .extraBody(
                  "functions",
                  List.of(
                      Map.of(
                          "name",
                          "get_weather",
                          "parameters",
                          Map.of("type", "object", "properties", Map.of()))));
      default -> throw new AssertionError("No typed request for " + name);
    };
  }

  private static ChatRequest.Builder sampling() {
    return request("gpt-4.1")
        .message(Message.system("Answer in one word.").withName("ops"))
        .message(Message.user("Colour of the sky?").withName("alice"))
        .temperature(0.2)
        .topP(0.9)
        .choiceCount(2)
        .stopSequences(List.of("\n", "END"))
        .presencePenalty(-0.5)
        .frequencyPenalty(1.25)
        .seed(7)
        .maxTokens(64)
        .topLogProbs(3)
        .extension(
            OpenAiOptions.class,
            OpenAiOptions.builder()
                .logitBias(15339, -100)
                .notStored()
                .metadata("team", "search")
                .metadata("build", "1042")
                .build())
        .extraBody("user", "u-1");
  }

  private static ChatRequest.Builder reasoning() {
    return request("gpt-5.4")
        .message(Message.developer("Be terse."))
        .user("Is 8191 prime?")
        .maxTokens(2048)
        .reasoningEffort("low")
        .serviceTier("flex")
        .extension(
            OpenAiOptions.class,
            OpenAiOptions.builder()
                .verbosity("low")
                .promptCacheKey("tenant-42:prime")
                .safetyIdentifier("9f86d081884c7d65")
                .promptCacheMode("explicit")
                .promptCacheTtl("30m")
                .build());
  }

  private static ChatRequest.Builder allowedTools() {
    return request("gpt-5.2")
        .user("Use a tool.")
        .tool(WEATHER)
        .tool(
            Tool.custom("sql")
                .description("Free-form SQL")
                .grammar(new Tool.Grammar("lark", "start: \"SELECT\" /.+/"))
                .build())
        .tool(Tool.custom("note").build())
        .toolChoice(ToolChoice.requiredAmong(List.of("get_weather", "sql")));
  }

  private static ChatRequest.Builder toolResults() {
    return request("gpt-4.1")
        .user("Weather in Oslo and Rome?")
        .message(
            Message.of(
                Role.ASSISTANT,
                List.of(
                    ToolCall.function(
                        "call_a1", "get_weather", "{\"city\":\"Oslo\",\"unit\":\"c\"}"),
                    ToolCall.function(
                        "call_b2", "get_weather", "{\"city\":\"Rome\",\"unit\":\"c\"}"))))
        .message(Message.tool("call_a1", "{\"t\":3}"))
        .message(Message.tool("call_b2", "{\"t\":19}"))
        .tool(WEATHER)
        .toolChoice(ToolChoice.auto());
  }

  private static ChatRequest.Builder multimodal() {
    byte[] png = ByteString.decodeBase64("iVBORw0KGgo=").toByteArray();
    byte[] wav = ByteString.decodeBase64("UklGRg==").toByteArray();
    byte[] pdf = ByteString.decodeBase64("JVBERi0=").toByteArray();
    return request("gpt-4o")
        .message(
            Message.of(
                Role.USER,
                List.of(
                    Content.text("Describe these."),
                    new Content.Image(Media.url("https://example.com/cat.png"), "low"),
                    Content.image(Media.bytes(png, "image/png")),
                    Content.Audio.of(wav, "wav"),
                    new Content.File(Media.bytes(pdf, "application/pdf"), "a.pdf"),
                    Content.file(Media.fileId("file-123")))));
  }

  private static ChatRequest.Builder jsonSchema() {
    JsonSchema person =
        JsonSchema.of(
            """
            {"type": "object",
             "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
             "required": ["name", "age"],
             "additionalProperties": false}
            """);
    return request("gpt-4.1")
        .user("Extract name and age: Ann, 31.")
        .responseFormat(ResponseFormat.jsonSchema("person", person).asStrict());
  }

  private static ChatRequest.Builder predictionWebSearchAudio() {
    return request("gpt-4o-audio-preview")
        .user("Read it aloud.")
        .message(Message.of(Role.ASSISTANT, List.of(Content.Audio.ofId("audio_prev1"))))
        .user("Again.")
        .extension(
            OpenAiOptions.class,
            OpenAiOptions.builder()
                .modalities(List.of("text", "audio"))
                .voice(Voice.of("alloy", "pcm16"))
                .prediction("class A {}")
                .webSearch(
                    WebSearch.defaults()
                        .withContextSize("low")
                        .withCountry("NO")
                        .withCity("Oslo")
                        .withTimezone("Europe/Oslo"))
                .build());
  }

  private static ChatRequest.Builder request(String model) {
    return ChatRequest.builder().model(model);
  }

  /** A text in a list of its own, and a format that is the default, say the same as less JSON. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(plain(element)));
      return elements;
    }
    if (!(value instanceof Map)) {
      return value;
    }
    Map<String, Object> members = new LinkedHashMap<>();
    Fixture.object(value)
        .forEach(
            (name, member) -> {
              if (!(name.equals("format") && Map.of("type", "text").equals(member))) {
                members.put(name, name.equals("content") ? text(member) : plain(member));
              }
            });
    return members;
  }

  private static @Nullable Object text(@Nullable Object content) {
    boolean lone =
        content instanceof List<?> parts
            && parts.size() == 1
            && Fixture.object(parts.get(0)).keySet().equals(Set.of("type", "text"));
    return lone ? Fixture.object(((List<?>) content).get(0)).get("text") : plain(content);
  }
}
