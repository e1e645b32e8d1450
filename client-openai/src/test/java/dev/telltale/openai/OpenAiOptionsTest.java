package dev.telltale.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class OpenAiOptionsTest {
  private final OpenAiOptions.Builder options = OpenAiOptions.builder();

  @Test
  void metadataIsBounded() {
    options.metadata("k".repeat(64), "v".repeat(512));
    for (int key = 1; key < 16; key++) {
      options.metadata("key " + key, "");
    }

    assertThat(options.metadata("key 1", "again").build().metadata()).hasSize(16);
    assertThatIllegalArgumentException().isThrownBy(() -> options.metadata("one more", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenAiOptions.builder().metadata("canary".repeat(11), ""))
        .withMessageContaining("at most 64")
        .withMessageNotContaining("canary");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenAiOptions.builder().metadata("k", "v".repeat(513)));
  }

  @Test
  void safetyIdentifierIsBounded() {
    assertThat(options.safetyIdentifier("a".repeat(64)).build().safetyIdentifier()).hasSize(64);
    assertThatIllegalArgumentException().isThrownBy(() -> options.safetyIdentifier("a".repeat(65)));
  }

  @Test
  void logitBiasIsBounded() {
    assertThat(options.logitBias(1, -100).logitBias(2, 100).build().logitBias()).hasSize(2);
    assertThatIllegalArgumentException().isThrownBy(() -> options.logitBias(1, 101));
    assertThatIllegalArgumentException().isThrownBy(() -> options.logitBias(1, Integer.MIN_VALUE));
  }

  @Test
  void builtOptionsStayAsTheyAre() {
    OpenAiOptions built = options.metadata("a", "1").build();

    options.metadata("b", "2").logitBias(1, 1);

    assertThat(built.metadata()).containsOnlyKeys("a");
    assertThat(built.logitBias()).isEmpty();
  }

  @Test
  void contentShowsNowhere() {
    OpenAiOptions built =
        options
            .metadata("canary", "canary")
            .prediction("canary")
            .safetyIdentifier("canary")
            .webSearch(WebSearch.defaults().withCity("canary"))
            .build();

    assertThat(built + " " + built.webSearch()).doesNotContain("canary");
  }
}
