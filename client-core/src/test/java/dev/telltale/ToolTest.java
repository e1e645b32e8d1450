package dev.telltale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
final class ToolTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "get weather", "dépôt", "a.b"})
  void nameThatProvidersRefuseIsRefusedHere(String name) {
    assertThatThrownBy(() -> Tool.function(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 64");
  }

  @Test
  void nameMayHave64CharactersAndNoMore() {
    assertThat(Tool.function("a".repeat(64)).build().name()).hasSize(64);
    assertThatThrownBy(() -> Tool.function("a".repeat(65)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void functionTakesNoGrammar() {
    Tool.Builder builder = Tool.function("f").grammar(new Tool.Grammar("regex", "a+"));

    assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void customToolTakesNoParameters() {
    Tool.Builder builder = Tool.custom("c").parameters(JsonSchema.of("{}"));

    assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void schemaMustBeAnObject() {
    assertThatThrownBy(() -> JsonSchema.of("[1]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a JSON object");
  }

  @Test
  void choiceAmongNoToolsIsRefused() {
    assertThatThrownBy(() -> ToolChoice.autoAmong(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void formatWithoutSchemaCannotBeStrict() {
    assertThatThrownBy(() -> ResponseFormat.jsonObject().asStrict())
        .isInstanceOf(IllegalStateException.class);
  }
}
