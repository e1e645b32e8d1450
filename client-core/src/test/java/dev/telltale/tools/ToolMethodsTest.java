package dev.telltale.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.Tool;
import dev.telltale.ToolCall;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ToolMethodsTest {
  private final List<Tool> tools = ToolMethods.of(new Calendar());

  @Test
  void eachMarkedMethodIsATool() {
    assertThat(tools).extracting(Tool::name).containsExactly("agenda", "clock", "later", "plain");
    Tool agenda = tools.get(0);
    assertThat(agenda.description()).isEqualTo("What is on");
    assertThat(agenda.strict()).isTrue();
    assertThat(agenda.parameters().json())
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{"
                + "\"day\":{\"description\":\"Which day\",\"type\":\"string\",\"format\":\"date\"},"
                + "\"most\":{\"type\":[\"integer\",\"null\"],\"maximum\":9}},"
                + "\"required\":[\"day\",\"most\"],\"additionalProperties\":false}");
  }

  @Test
  void argumentsArriveAsParameters() throws Exception {
    assertThat(run(0, "{\"day\":\"2026-03-31\",\"most\":null}"))
        .isEqualTo("{\"day\":\"2026-03-31\",\"items\":[\"a\"],\"note\":null}");
  }

  @Test
  void toolWithoutParametersTakesNothing() throws Exception {
    assertThat(run(1, "")).isEqualTo("12");
  }

  @Test
  void methodMayAnswerLater() throws Exception {
    assertThat(run(2, "{\"text\":\"x\"}")).isEqualTo("{\"x\":[1,true,null,\"PLAIN\"]}");
  }

  @Test
  void nothingIsAnEmptyText() throws Exception {
    assertThat(run(3, "{}")).isEmpty();
  }

  @Test
  void wrongArgumentsNameThePath() {
    assertThatThrownBy(() -> run(0, "{\"day\":\"soon\",\"most\":1}"))
        .isInstanceOf(MismatchException.class)
        .hasMessage("$.day is not a date like 2026-03-31");
  }

  @Test
  void objectWithoutToolsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ToolMethods.of("text"))
        .withMessageContaining("@ToolMethod");
  }

  @Test
  void overridingMethodIsOneTool() {
    assertThat(ToolMethods.of(new Greeting()))
        .singleElement()
        .satisfies(
            tool ->
                assertThat(tool.body().run(ToolCall.function("1", "run", "{\"name\":\"a\"}")))
                    .isCompletedWithValue("Hello, a"));
  }

  @Test
  void inheritedMethodsAreToolsToo() {
    assertThat(ToolMethods.of(new Holidays()))
        .extracting(Tool::name)
        .containsExactly("agenda", "clock", "holidays", "later");
  }

  private String run(int tool, String arguments) throws Exception {
    Tool chosen = tools.get(tool);
    return chosen
        .body()
        .run(ToolCall.function("1", chosen.name(), arguments))
        .toCompletableFuture()
        .join();
  }

  enum Kind {
    PLAIN
  }

  record Agenda(LocalDate day, List<String> items, Optional<String> note) {}

  static class Calendar {
    @ToolMethod(value = "What is on", name = "agenda")
    Agenda on(@Description("Which day") LocalDate day, @Range(max = 9) Optional<Integer> most) {
      return new Agenda(day, List.of("a"), Optional.empty());
    }

    @ToolMethod("What time it is")
    static int clock() {
      return 12;
    }

    @ToolMethod("Answers later")
    CompletableFuture<Map<String, List<@Nullable Object>>> later(String text) {
      List<@Nullable Object> values = new ArrayList<>();
      values.add(1);
      values.add(true);
      values.add(null);
      values.add(Kind.PLAIN);
      return CompletableFuture.completedFuture(Map.of(text, values));
    }

    @ToolMethod("Does nothing")
    void plain() {}

    int notATool() {
      return 0;
    }
  }

  /** Without the mark on what it overrides, it takes a tool away. */
  static final class Holidays extends Calendar {
    @ToolMethod("Free days")
    String holidays() {
      return "none";
    }

    @Override
    void plain() {}
  }

  /** The compiler adds a method that takes any object. */
  static final class Greeting implements ToolFunction<String> {
    @Override
    @ToolMethod("Greets")
    public String run(String name) {
      return "Hello, " + name;
    }
  }
}
