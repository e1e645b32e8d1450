package dev.telltale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
class ContenderTest {
  private PrebuiltServer server;

  @BeforeEach
  void start() throws IOException {
    server = PrebuiltServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @MethodSource("everyCase")
  void readsTheWholeAnswerAgainAndAgain(Scenario scenario, Contender contender) throws IOException {
    try (BenchmarkClient client = contender.open(scenario, server.port(scenario))) {
      long first = client.call();
      long second = client.call();

      assertThat(first).isEqualTo(scenario.answer().length());
      assertThat(second).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @EnumSource(Contender.class)
  void noticesTheAnswerOfAnotherScenario(Contender contender) throws IOException {
    int port = server.port(Scenario.BIG_RESPONSE);

    try (BenchmarkClient client = contender.open(Scenario.SMALL, port)) {
      assertThatThrownBy(client::call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("63000 characters");
    }
  }

  private static Stream<Arguments> everyCase() {
    return Arrays.stream(Scenario.values())
        .flatMap(
            scenario ->
                Arrays.stream(Contender.values())
                    .map(contender -> Arguments.of(scenario, contender)));
  }
}
