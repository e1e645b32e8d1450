package dev.telltale.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
class ArgumentsTest {
  @Test
  void nothingMeansTheScriptedServer() {
    assertThat(Arguments.parse().scripted()).isTrue();
  }

  @Test
  void valueFollowsItsOptionEitherWay() {
    Arguments arguments =
        Arguments.parse("--base-url", "http://localhost:8080/v1", "--model=a=b", "--prompt=--hi");

    assertThat(arguments.baseUrl()).isEqualTo("http://localhost:8080/v1");
    assertThat(arguments.model()).isEqualTo("a=b");
    assertThat(arguments.prompt()).isEqualTo("--hi");
    assertThat(arguments.scripted()).isFalse();
  }

  @Test
  void promptAndModelMayBeLeftToDefaults() {
    Arguments arguments = Arguments.parse("--live");

    assertThat(arguments.prompt()).isEqualTo("Name three rivers.");
    assertThat(arguments.model()).isNull();
  }

  @Test
  void helpNeedsNothingElseToBeRight() {
    assertThat(Arguments.parse("--model", "m", "-h").help()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsNamed(String[] args, String message) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Arguments.parse(args))
        .withMessageContaining(message)
        .withMessageMatching("[^\n]{20,120}")
        .withMessageNotContaining("sk-secret");
  }

  private static Stream<org.junit.jupiter.params.provider.Arguments> mistakes() {
    return Stream.of(
        argumentSet("unknown", args("--modell", "m"), "Unknown option --modell."),
        argumentSet("unknown with a value", args("--key=sk-secret"), "Unknown option --key."),
        argumentSet("switch with a value", args("--live=yes"), "--live takes no value."),
        argumentSet("no option", args("sk-secret"), "A value must follow an option"),
        argumentSet("no value", args("--model"), "--model needs a value."),
        argumentSet("blank value", args("--prompt", " "), "--prompt needs a value."),
        argumentSet("empty value", args("--base-url="), "--base-url needs a value."),
        argumentSet("option as value", args("--model", "--live"), "--model needs a value."),
        argumentSet("two servers", args("--live", "--base-url", "u"), "leave out either"),
        argumentSet("no model", args("--base-url", "u"), "--base-url needs --model NAME"),
        argumentSet("model, no server", args("--model", "m"), "Say which server to ask"),
        argumentSet("prompt, no server", args("--prompt", "p"), "Say which server to ask"));
  }

  private static String[] args(String... args) {
    return args;
  }
}
