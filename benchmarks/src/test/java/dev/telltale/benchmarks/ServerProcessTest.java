package dev.telltale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ServerProcessTest {

  @Test
  void answersFromAnotherProcess() throws IOException {
    try (ServerProcess server = ServerProcess.start();
        BenchmarkClient client =
            Contender.FLOOR.open(Scenario.STREAM, server.port(Scenario.STREAM))) {
      long chars = client.call();

      assertThat(chars).isEqualTo(Scenario.STREAM.answer().length());
    }
  }

  @Test
  void endsWhenItsParentLetsGo() throws IOException {
    ServerProcess server = ServerProcess.start();
    boolean runningBefore = server.running();

    server.close();

    assertThat(runningBefore).isTrue();
    assertThat(server.running()).isFalse();
  }
}
