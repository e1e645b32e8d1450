package dev.telltale.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.ErrorKind;
import dev.telltale.provider.ErrorDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
class ErrorTypesTest {
  private static final Set<String> OWN =
      Set.of(
          "timeout",
          "cancelled",
          "stream_truncated",
          "parse_error",
          "limit_exceeded",
          "rejected",
          ErrorTypes.ABANDONED);

  static Stream<Arguments> details() {
    return Stream.of(
        row("known code", of(ErrorKind.RATE_LIMIT).code("slow_down").status(429), "slow_down"),
        row("unknown code", of(ErrorKind.BAD_REQUEST).code("user-4711").status(400), "400"),
        row("unknown code in a stream", of(ErrorKind.STREAM_ERROR).code("user-4711"), "_OTHER"),
        row("code before kind", of(ErrorKind.TIMEOUT).code("server_error"), "server_error"),
        row("status before type", of(ErrorKind.SERVER).type("server_error").status(500), "500"),
        row("known type", of(ErrorKind.STREAM_ERROR).type("server_error"), "server_error"),
        row("unknown type", of(ErrorKind.STREAM_ERROR).type("user-4711"), "_OTHER"),
        row("our timer", of(ErrorKind.TIMEOUT).causeType("x.SocketTimeout"), "timeout"),
        row("their timer", of(ErrorKind.TIMEOUT).status(504), "504"),
        row("cancelled", of(ErrorKind.CANCELLED), "cancelled"),
        row("client closed", of(ErrorKind.CLIENT_CLOSED), "cancelled"),
        row("truncated", of(ErrorKind.STREAM_TRUNCATED), "stream_truncated"),
        row("malformed", of(ErrorKind.MALFORMED_RESPONSE).causeType("x.Eof"), "parse_error"),
        row("too large", of(ErrorKind.LIMIT_EXCEEDED), "limit_exceeded"),
        row("no connection", of(ErrorKind.CONNECTION).causeType("x.Connect"), "x.Connect"),
        row("nothing known", of(ErrorKind.CONNECTION), "_OTHER"));
  }

  @ParameterizedTest
  @MethodSource("details")
  void firstKnownNameIsTaken(ErrorDetails details, String type) {
    assertThat(ErrorTypes.of(details)).isEqualTo(type);
  }

  @ParameterizedTest
  @EnumSource
  void everyKindHasName(ErrorKind kind) {
    assertThat(ErrorTypes.of(of(kind).build())).matches("[a-z_]+|_OTHER");
  }

  @Test
  void docsListEveryName() throws IOException {
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    String doc = Files.readString(root.resolve("docs/telemetry.md"));
    String section = doc.substring(doc.indexOf("## `error.type`"), doc.indexOf("## How a stream"));

    assertThat(codes(section, "the provider's error code"))
        .containsExactlyInAnyOrderElementsOf(ErrorTypes.PROVIDER_CODES);
    assertThat(codes(section, "the client")).containsExactlyInAnyOrderElementsOf(OWN);
    assertThat(codes(section, "nothing of these")).containsExactly("_OTHER");
  }

  private static Set<String> codes(String section, String row) {
    String line = section.lines().filter(l -> l.startsWith("| " + row)).findFirst().orElseThrow();
    return Pattern.compile("`([^`]+)`")
        .matcher(line)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static ErrorDetails.Builder of(ErrorKind kind) {
    return ErrorDetails.builder(kind);
  }

  private static Arguments row(String name, ErrorDetails.Builder details, String type) {
    return argumentSet(name, details.build(), type);
  }
}
