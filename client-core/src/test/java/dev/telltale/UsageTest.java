package dev.telltale;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class UsageTest {

  @ParameterizedTest
  @EnumSource
  void nothingReportedIsAbsent(TokenKind kind) {
    assertThat(Usage.unknown().tokens(kind)).isEmpty();
    assertThat(Usage.unknown().known()).isFalse();
    assertThat(Usage.unknown()).hasToString("Usage[]");
  }

  @ParameterizedTest
  @EnumSource
  void eachKindIsKeptApart(TokenKind kind) {
    Usage usage = Usage.builder().tokens(kind, 7).build();

    for (TokenKind other : TokenKind.values()) {
      assertThat(usage.tokens(other).isPresent()).isEqualTo(other == kind);
    }
    assertThat(usage.tokens(kind)).hasValue(7);
    assertThat(usage).hasToString("Usage[" + kind + "=7]");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -2, Long.MIN_VALUE})
  void negativeCountIsAbsent(long count) {
    Usage usage = Usage.builder().tokens(TokenKind.INPUT, 5).tokens(TokenKind.INPUT, count).build();

    assertThat(usage.inputTokens()).isEmpty();
    assertThat(usage).isEqualTo(Usage.unknown());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, Long.MAX_VALUE})
  void countIsKeptAsReported(long count) {
    Usage usage = Usage.builder().tokens(TokenKind.OUTPUT, count).build();

    assertThat(usage.outputTokens()).hasValue(count);
    assertThat(usage.known()).isTrue();
  }

  @Test
  void shortcutsReadTheirKinds() {
    Usage usage =
        Usage.builder()
            .tokens(TokenKind.INPUT, 1)
            .tokens(TokenKind.OUTPUT, 2)
            .tokens(TokenKind.TOTAL, 3)
            .tokens(TokenKind.CACHE_READ, 4)
            .tokens(TokenKind.REASONING, 5)
            .providerCostUsd(new BigDecimal("0.5"))
            .build();

    assertThat(usage.inputTokens()).hasValue(1);
    assertThat(usage.outputTokens()).hasValue(2);
    assertThat(usage.totalTokens()).hasValue(3);
    assertThat(usage.cacheReadTokens()).hasValue(4);
    assertThat(usage.reasoningTokens()).hasValue(5);
    assertThat(usage.providerCostUsd()).hasValue(new BigDecimal("0.5"));
  }

  @Test
  void builtUsageDoesNotChange() {
    Usage.Builder builder = Usage.builder().tokens(TokenKind.INPUT, 1);
    Usage usage = builder.build();

    builder.tokens(TokenKind.INPUT, 9);

    assertThat(usage.inputTokens()).hasValue(1);
    assertThat(usage).isNotEqualTo(builder.build());
    assertThat(usage).isEqualTo(Usage.builder().tokens(TokenKind.INPUT, 1).build());
    assertThat(usage).hasSameHashCodeAs(Usage.builder().tokens(TokenKind.INPUT, 1).build());
  }
}
