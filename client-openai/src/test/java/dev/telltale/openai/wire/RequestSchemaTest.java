package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telltale.ChatRequest;
import dev.telltale.rig.fixtures.Fixture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The schema that {@link Written} holds requests to tells right from wrong. Skipped where {@code
 * -Dtelltale.schemas} names none.
 */
@Timeout(30)
class RequestSchemaTest {

  @BeforeEach
  void needsSchemas() {
    assumeTrue(RequestSchema.given(), "-Dtelltale.schemas names no folder of schemas");
  }

  @ParameterizedTest
  @MethodSource
  void validRequestPasses(Fixture fixture) {
    assertThat(RequestSchema.accepts(fixture.bytes().utf8())).isTrue();
  }

  static Stream<Fixture> validRequestPasses() {
    return Fixtures.ofKind("request");
  }

  @Test
  void invalidRequestsDoNotPass() {
    assertThat(InvalidRequestsTest.cases())
        .isNotEmpty()
        .allSatisfy(
            (name, request) -> assertThat(RequestSchema.accepts(request)).as(name).isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = {"max_completion_tokens", "messages", "model"})
  void misspeltMemberDoesNotPass(String member) {
    String json = Written.toOpenAi(ChatRequest.builder().user("a").maxTokens(1).build());

    assertThat(json).contains(member);
    assertThat(RequestSchema.accepts(json.replace(member, member + "s"))).isFalse();
  }

  @Test
  void wrongTypeDoesNotPass() {
    String json = Written.toOpenAi(ChatRequest.builder().user("a").temperature(1).build());

    assertThat(RequestSchema.accepts(json.replace("1.0", "\"1.0\""))).isFalse();
  }
}
