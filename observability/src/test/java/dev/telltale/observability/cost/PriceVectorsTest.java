package dev.telltale.observability.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.Cost;
import dev.telltale.observability.cost.CostBreakdown.Component;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked cases; {@code -Dtelltale.priceVectors=FILE} brings others. */
@Timeout(10)
class PriceVectorsTest {
  private static final List<String> TEXTS =
      List.of("status", "costSource", "provider", "model", "serviceTier", "longContext");
  private static final List<String> AMOUNTS =
      List.of("costUsd", "inputUsd", "outputUsd", "multiplier");

  static Stream<Arguments> vectors() {
    return PriceVector.all().stream().map(vector -> argumentSet(vector.name(), vector));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void costIsExact(PriceVector vector) throws IOException {
    CostBreakdown breakdown = vector.book().explain(vector.call());

    assertThat(facts(breakdown)).isEqualTo(facts(vector.expected()));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void priceAgreesWithItsExplanation(PriceVector vector) throws IOException {
    PriceBook book = vector.book();

    Cost cost = book.price(vector.call());

    assertThat(cost.usd()).isEqualTo(book.explain(vector.call()).cost().usd());
  }

  private static Map<String, Object> facts(CostBreakdown breakdown) {
    Cost cost = breakdown.cost();
    Map<String, Object> facts = new TreeMap<>();
    facts.put("status", lower(cost.status()));
    facts.put("reasons", cost.reasons().stream().sorted().toList().toString());
    if (cost.usd().isPresent()) {
      facts.put("costUsd", cost.usd().get().toPlainString());
      facts.put("costSource", lower(cost.source()));
    }
    if (breakdown.model() != null) {
      facts.put("provider", breakdown.provider());
      facts.put("model", breakdown.model());
      facts.put("serviceTier", breakdown.serviceTier());
      facts.put("longContext", breakdown.longContext());
      facts.put("inputUsd", breakdown.inputUsd().toPlainString());
      facts.put("outputUsd", breakdown.outputUsd().toPlainString());
      facts.put("multiplier", breakdown.multiplier().toPlainString());
      for (Component part : breakdown.components()) {
        facts.put(
            part.kind().key(),
            part.tokens() + " * " + part.usdPerMillion() + " = " + part.usd().toPlainString());
      }
    }
    return facts;
  }

  private static Map<String, Object> facts(Map<?, ?> expected) {
    Map<String, Object> facts = new TreeMap<>();
    for (String text : TEXTS) {
      expect(facts, expected, text, value -> value);
    }
    for (String amount : AMOUNTS) {
      expect(facts, expected, amount, PriceVectorsTest::decimal);
    }
    facts.put("reasons", PriceVector.list(expected.get("reasons")).stream().sorted().toList() + "");
    if (expected.containsKey("model")) {
      facts.putIfAbsent("multiplier", "1");
    }
    PriceVector.map(expected.get("components"))
        .forEach((kind, part) -> facts.put((String) kind, component(PriceVector.map(part))));
    return facts;
  }

  private static void expect(
      Map<String, Object> facts, Map<?, ?> expected, String name, UnaryOperator<Object> form) {
    if (expected.containsKey(name)) {
      facts.put(name, form.apply(expected.get(name)));
    }
  }

  private static String component(Map<?, ?> part) {
    long tokens = ((Number) part.get("tokens")).longValue();
    return tokens + " * " + decimal(part.get("rate")) + " = " + decimal(part.get("usd"));
  }

  private static String decimal(Object text) {
    return new BigDecimal((String) text).stripTrailingZeros().toPlainString();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
