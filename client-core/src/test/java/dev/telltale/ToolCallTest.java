package dev.telltale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class ToolCallTest {

  @Test
  void argumentsAreParsedWhenAskedFor() {
    ToolCall call = ToolCall.function("call_1", "rain", "{\"city\":\"Porto\",\"days\":3}");

    assertThat(call.hasValidArguments()).isTrue();
    assertThat(call.arguments()).containsEntry("city", "Porto").containsEntry("days", 3L);
    assertThat(call.rawArguments()).isEqualTo("{\"city\":\"Porto\",\"days\":3}");
  }

  @Test
  void noArgumentsAreAnEmptyMap() {
    assertThat(ToolCall.function("call_1", "now", "").arguments()).isEmpty();
  }

  @Test
  void brokenArgumentsAreKeptAndFlagged() {
    ToolCall call = ToolCall.function("call_1", "rain", "{\"city\":\"Por");

    assertThat(call.hasValidArguments()).isFalse();
    assertThat(call.rawArguments()).isEqualTo("{\"city\":\"Por");
    assertThatThrownBy(call::arguments)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("rawArguments()")
        .hasMessageNotContaining("Por");
  }

  @Test
  void argumentsAreNeverShown() {
    assertThat(ToolCall.function("call_1", "rain", "{\"city\":\"Porto\"}"))
        .hasToString("ToolCall[rain, 16 chars]");
  }
}
