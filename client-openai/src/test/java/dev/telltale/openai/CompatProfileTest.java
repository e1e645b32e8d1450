package dev.telltale.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.telltale.ChatRequest;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.Tool;
import dev.telltale.ToolCall;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.WireHeaders;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class CompatProfileTest {
  /** Everything in which profiles differ, but for what servers take back. */
  private static final ChatRequest REQUEST =
      ChatRequest.builder()
          .message(Message.developer("Be brief."))
          .user("Porto?")
          .message(Message.of(Role.ASSISTANT, List.of(ToolCall.function("c1", "sky", "{}"))))
          .message(Message.tool("c1", "blue"))
          .tool(Tool.function("sky").strict().build())
          .maxTokens(5)
          .build();

  /**
   * Mistral's answer to the newer token limit is the fixture {@code compatible/err-mistral-422};
   * the other columns rest on the servers' documents and reports of their users.
   */
  @ParameterizedTest
  @CsvSource({
    "OPENAI, openai, max_completion_tokens, developer, usage, strict, null",
    "AZURE, azure.ai.openai, max_completion_tokens, developer, usage, strict, null",
    "GENERIC, openai_compatible, max_tokens, system, usage, strict, null",
    "LLAMA_CPP, llama_cpp, max_tokens, system, usage, strict, null",
    "VLLM, vllm, max_tokens, system, usage, strict, null",
    "OLLAMA, ollama, max_tokens, system, usage, strict, \"\"",
    "LM_STUDIO, lm_studio, max_tokens, system, usage, strict, \"\"",
    "GROQ, groq, max_completion_tokens, system, usage, strict, null",
    "MISTRAL, mistral_ai, max_tokens, system, -, strict, null",
    "DEEPSEEK, deepseek, max_tokens, system, usage, strict, null",
    "OPENROUTER, openrouter, max_tokens, developer, usage, strict, null",
    "TOGETHER, together, max_tokens, system, usage, strict, null",
    "GEMINI, gcp.gemini, max_tokens, system, usage, -, null",
    "XAI, x_ai, max_completion_tokens, system, usage, strict, null",
    "LITELLM, litellm, max_tokens, developer, usage, strict, null",
  })
  void profileDecidesEveryByte(
      String constant,
      String providerName,
      String tokenLimit,
      String role,
      String usage,
      String strict,
      String content)
      throws ReflectiveOperationException {
    CompatProfile profile = (CompatProfile) CompatProfile.class.getField(constant).get(null);
    ChatProvider provider = provider(profile);

    String body = provider.encode(REQUEST, "m", AnswerForm.STREAM).body().utf8();

    assertThat(provider.info().name()).isEqualTo(providerName);
    assertThat(body)
        .isEqualTo(
            "{\"model\":\"m\",\"messages\":["
                + ("{\"role\":\"" + role + "\",\"content\":\"Be brief.\"},")
                + "{\"role\":\"user\",\"content\":\"Porto?\"},"
                + ("{\"role\":\"assistant\",\"content\":" + content + ",\"tool_calls\":[")
                + "{\"id\":\"c1\",\"type\":\"function\","
                + "\"function\":{\"name\":\"sky\",\"arguments\":\"{}\"}}]},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"blue\"}],"
                + ("\"" + tokenLimit + "\":5,")
                + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"sky\""
                + (strict.equals("strict") ? ",\"strict\":true}}]," : "}}],")
                + "\"stream\":true"
                + (usage.equals("usage") ? ",\"stream_options\":{\"include_usage\":true}}" : "}"));
  }

  @Test
  void everyProfileIsInTheTable() throws ReflectiveOperationException {
    String[] rows =
        CompatProfileTest.class
            .getDeclaredMethod(
                "profileDecidesEveryByte",
                String.class,
                String.class,
                String.class,
                String.class,
                String.class,
                String.class,
                String.class)
            .getAnnotation(CsvSource.class)
            .value();
    List<String> constants = new ArrayList<>();
    for (Field field : CompatProfile.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        constants.add(field.getName());
      }
    }

    assertThat(rows).extracting(row -> row.substring(0, row.indexOf(','))).isEqualTo(constants);
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.openai.com/v1, openai",
    "https://EU.api.openai.com/v1, openai",
    "https://api.openai.com.example.com/v1, openai_compatible",
    "https://notapi.openai.com/v1, openai_compatible",
    "https://shop.openai.azure.com/openai/v1, azure.ai.openai",
    "https://shop.services.ai.azure.com/openai/v1, azure.ai.openai",
    "https://api.groq.com/openai/v1, groq",
    "https://api.mistral.ai/v1, mistral_ai",
    "https://codestral.mistral.ai/v1, mistral_ai",
    "https://api.deepseek.com, deepseek",
    "https://openrouter.ai/api/v1, openrouter",
    "https://api.together.xyz/v1, together",
    "https://api.together.ai/v1, together",
    "https://generativelanguage.googleapis.com/v1beta/openai, gcp.gemini",
    "https://us-east-1.api.x.ai/v1, x_ai",
    "http://127.0.0.1:11434/v1, openai_compatible",
    "http://[::1]:8000/v1, openai_compatible",
    "http://localhost:8000/v1, openai_compatible",
  })
  void hostIsTheGuess(String baseUrl, String providerName) {
    ChatProvider provider = OpenAi.builder().apiKey("k").baseUrl(baseUrl).build();

    assertThat(provider.info().name()).isEqualTo(providerName);
  }

  @Test
  void namedProfileBeatsTheGuess() {
    ChatProvider provider =
        OpenAi.builder()
            .apiKey("k")
            .baseUrl("https://api.groq.com/openai/v1")
            .profile(CompatProfile.VLLM)
            .build();

    assertThat(provider.info().name()).isEqualTo("vllm");
  }

  @Test
  void openAiNeedsKeyWhateverItIsCalled() {
    assertThat(provider(CompatProfile.OPENAI).info().name()).isEqualTo("openai");
    assertThatIllegalStateException()
        .isThrownBy(() -> OpenAi.builder().profile(CompatProfile.VLLM).build());
  }

  @Test
  void ownProfileIsFewLines() {
    CompatProfile acme =
        CompatProfile.builder("acme")
            .tokenLimit(TokenLimit.MAX_COMPLETION_TOKENS)
            .withoutStreamOptions()
            .header("X-Tenant", "t1")
            .build();

    ChatProvider provider = provider(acme);

    assertThat(provider.info().name()).isEqualTo("acme");
    assertThat(provider.encode(REQUEST, "m", AnswerForm.STREAM).body().utf8())
        .contains("\"max_completion_tokens\":5")
        .doesNotContain("stream_options");
    assertThat(sent(provider)).isEqualTo(Map.of("X-Tenant", "t1"));
  }

  @Test
  void headerOfTheProviderWins() {
    CompatProfile acme =
        CompatProfile.builder("acme").header("X-Tenant", "t1").header("X-Zone", "z").build();

    ChatProvider provider =
        OpenAi.builder()
            .baseUrl("http://localhost:1/v1")
            .profile(acme)
            .header("x-tenant", "t2")
            .build();

    assertThat(sent(provider)).containsValues("t2", "z").doesNotContainValue("t1").hasSize(2);
  }

  @Test
  void profileCanStartFromAnother() {
    CompatProfile house =
        CompatProfile.MISTRAL.toBuilder()
            .providerName("house")
            .emptyContent(EmptyContent.EMPTY_STRING)
            .withoutStrictTools()
            .build();

    assertThat(house.providerName()).isEqualTo("house");
    assertThat(house.emptyContent()).isEqualTo(EmptyContent.EMPTY_STRING);
    assertThat(house.strictTools()).isFalse();
    assertThat(house.streamOptions()).isFalse();
    assertThat(house.echoedMembers()).isEqualTo(Set.of("thinking"));
    assertThat(CompatProfile.MISTRAL.strictTools()).isTrue();
  }

  @Test
  void everySettingSurvivesTheWayBack() {
    CompatProfile full =
        CompatProfile.OPENAI.toBuilder()
            .emptyContent(EmptyContent.EMPTY_STRING)
            .header("X-Tenant", "t1")
            .echoedMembers(Set.of("reasoning"))
            .withoutStreamOptions()
            .withoutStrictTools()
            .build();

    assertThat(full.toBuilder().build()).usingRecursiveComparison().isEqualTo(full);
    assertThat(full)
        .usingRecursiveComparison()
        .isNotEqualTo(CompatProfile.OPENAI)
        .isNotEqualTo(CompatProfile.GENERIC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "Acme", "acme corp", "-acme", "canary\n", "acmé"})
  void unfitNameIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CompatProfile.builder(name))
        .withMessageNotContaining("canary");
  }

  @Test
  void valuesOfHeadersShowNowhere() {
    CompatProfile acme = CompatProfile.builder("acme").header("X-Tenant", "canary").build();

    assertThat(acme.toString() + provider(acme)).doesNotContain("canary");
  }

  private static ChatProvider provider(CompatProfile profile) {
    return OpenAi.builder().baseUrl("http://localhost:1/v1").profile(profile).build();
  }

  private static Map<String, String> sent(ChatProvider provider) {
    WireHeaders headers = provider.encode(REQUEST, "m", AnswerForm.WHOLE).headers();
    Map<String, String> sent = new HashMap<>();
    headers.forEach(sent::put);
    return sent;
  }
}
