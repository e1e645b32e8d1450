package dev.telltale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.telltale.telemetry.ContentCapture;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the options of a call and those of a client come together. */
@Timeout(10)
class CallOptionsTest {
  private static final CallOptions FULL =
      CallOptions.builder()
          .deadline(Duration.ofSeconds(1))
          .connectTimeout(Duration.ofSeconds(2))
          .firstEventTimeout(Duration.ofSeconds(3))
          .streamIdleTimeout(Duration.ofSeconds(4))
          .streamProgressTimeout(Duration.ofSeconds(5))
          .streamDeadline(Duration.ofSeconds(6))
          .retry(RetryPolicy.none())
          .conversationId("c")
          .promptName("p")
          .promptVersion("1")
          .promptVariable("city", "Porto")
          .contentCapture(ContentCapture.SPAN)
          .keepInPromptLog()
          .tag("team", "a")
          .header("x-team", "a")
          .query("team", "a")
          .build();

  @Test
  void whatIsUnsetIsTakenFromTheDefaults() {
    CallOptions merged = CallOptions.builder().tag("b", "b").build().withDefaults(FULL);

    assertThat(merged).usingRecursiveComparison().ignoringFields("tags").isEqualTo(FULL);
    assertThat(merged.tags()).containsExactly(entry("team", "a"), entry("b", "b"));
  }

  @Test
  void whatIsSetWins() {
    CallOptions defaults =
        CallOptions.builder()
            .deadline(Duration.ofSeconds(11))
            .connectTimeout(Duration.ofSeconds(12))
            .firstEventTimeout(Duration.ofSeconds(13))
            .streamIdleTimeout(Duration.ofSeconds(14))
            .streamProgressTimeout(Duration.ofSeconds(15))
            .streamDeadline(Duration.ofSeconds(16))
            .retry(RetryPolicy.defaults())
            .conversationId("other")
            .promptName("other")
            .promptVersion("2")
            .contentCapture(ContentCapture.NONE)
            .leaveOutOfPromptLog()
            .tag("team", "other")
            .header("X-Team", "other")
            .query("team", "other")
            .build();

    assertThat(FULL.withDefaults(defaults)).usingRecursiveComparison().isEqualTo(FULL);
  }

  @Test
  void bothSetsAreKept() {
    CallOptions call = CallOptions.builder().header("x-b", "b").query("b", "b").build();

    CallOptions merged = call.withDefaults(FULL);

    assertThat(merged.headers().first("x-team")).isEqualTo("a");
    assertThat(merged.headers().first("x-b")).isEqualTo("b");
    assertThat(merged.query()).containsOnly(entry("team", "a"), entry("b", "b"));
  }

  @Test
  void whatAnotherPromptHasIsLeftOut() {
    CallOptions call = CallOptions.builder().promptName("q").build();

    CallOptions merged = call.withDefaults(FULL);

    assertThat(merged.promptName()).isEqualTo("q");
    assertThat(merged.promptVersion()).isNull();
    assertThat(merged.promptVariables()).isEmpty();
  }

  @Test
  void noneChangesNothing() {
    assertThat(CallOptions.none().withDefaults(FULL)).isSameAs(FULL);
    assertThat(FULL.withDefaults(CallOptions.none())).isSameAs(FULL);
  }
}
