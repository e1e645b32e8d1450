package dev.telltale.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(10)
@ExtendWith(TelltaleExtension.class)
class TelltaleExtensionTest {
  private final FakeModel model;

  TelltaleExtensionTest(FakeModel model) {
    this.model = model;
  }

  @BeforeEach
  void enqueue(FakeModel same) {
    same.enqueue(FakeReply.text("left over"));
  }

  @RepeatedTest(2)
  void constructorGetsTheModelOfTheTest(FakeModel same) {
    assertThat(same).isSameAs(model);
    assertThat(same.requests()).isEmpty();
    same.otherwise(request -> FakeReply.text("of this test only"));
  }

  @Nested
  class Within {
    @Test
    void nestedTestGetsOneToo(FakeModel same, TelemetryRecorder otel) {
      assertThat(same).isSameAs(model);
      assertThat(otel.started()).isZero();
    }
  }
}
