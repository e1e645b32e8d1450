package dev.telltale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundsBenchmarkTest {

  @Test
  void smallRunFillsEveryRow() throws Exception {
    String table = BoundsBenchmark.run(4);

    assertThat(table.lines().filter(line -> line.contains("at most")))
        .hasSize(8)
        .allMatch(
            row ->
                row.matches("\\|.* \\| G\\d+ \\| (4|20) \\|.*\\| (kept|\\*\\*missed\\*\\*) \\|"));
    assertThat(table).contains("sent afterwards: 0 ", "flags lost: 0 ");
  }

  @Test
  void quantilesAreTimesThatWereMeasured() {
    long[] nanos = {3_000_000, 1_000_000, 90_000_000, 2_000_000};

    assertThat(Bound.ofAll("a", "G1", 80, nanos).row())
        .isEqualTo(
            "| a | G1 | 4 | 2.0 | 90.0 | 90.0 | max at most 80 | **missed** |%n".formatted());
    assertThat(Bound.ofP99("a", "G1", 90, nanos).row()).contains("p99 at most 90 | kept |");
  }
}
