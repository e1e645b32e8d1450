package dev.telltale.observability.cost;

import com.squareup.moshi.JsonReader;
import dev.telltale.observability.cost.PricePeriod.Hours;
import dev.telltale.observability.cost.RateCard.LongContext;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rates of a model: periods, service tiers and long-context entries. An unknown key is an
 * error, as a misspelt rate would be a wrong price.
 */
final class RateReader {
  private RateReader() {}

  static PricePeriod period(JsonReader reader) throws IOException {
    PeriodParts parts = new PeriodParts();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      switch (name) {
        case "from" -> parts.from = PriceText.date(name, reader.nextString());
        case "windowUtc" -> parts.hours = hours(name, PriceJson.strings(reader));
        case "tiers" -> parts.tiers = PriceJson.members(reader, (tier, card) -> tier(card));
        default -> parts.card.read(name, reader);
      }
    }
    reader.endObject();
    return parts.build();
  }

  private static RateCard tier(JsonReader reader) throws IOException {
    CardParts parts = new CardParts();
    reader.beginObject();
    while (reader.hasNext()) {
      parts.read(reader.nextName(), reader);
    }
    reader.endObject();
    return parts.build();
  }

  private static LongContext longContext(JsonReader reader) throws IOException {
    RateTable.Builder rates = RateTable.builder();
    long aboveInputTokens = -1;
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (name.equals("aboveInputTokens")) {
        aboveInputTokens = reader.nextLong();
      } else {
        rates.perMillion(kind(name), reader.nextString());
      }
    }
    reader.endObject();
    if (aboveInputTokens < 0) {
      throw new IllegalArgumentException("aboveInputTokens is missing or negative");
    }
    return new LongContext(aboveInputTokens, rates.build());
  }

  private static Hours hours(String name, List<String> times) {
    if (times.size() != 2) {
      throw new IllegalArgumentException(name + " needs a start and an end");
    }
    return new Hours(PriceText.time(name, times.get(0)), PriceText.time(name, times.get(1)));
  }

  private static RateKind kind(String key) {
    RateKind kind = RateKind.ofKey(key);
    if (kind == null) {
      throw new IllegalArgumentException("there is no rate of this name");
    }
    return kind;
  }

  private static final class PeriodParts {
    private final CardParts card = new CardParts();
    private @Nullable LocalDate from;
    private @Nullable Hours hours;
    private Map<String, RateCard> tiers = Map.of();

    private PricePeriod build() {
      RateCard standard = card.build();
      if (!standard.base().has(RateKind.INPUT)) {
        throw new IllegalArgumentException("a period needs a rate for input");
      }
      for (RateCard tier : tiers.values()) {
        if (tier.longContext().isEmpty() && !standard.longContext().isEmpty()) {
          throw new IllegalArgumentException("a tier needs longContext, as its period has it");
        }
      }
      return new PricePeriod(from, hours, standard, tiers);
    }
  }

  private static final class CardParts {
    private final RateTable.Builder rates = RateTable.builder();
    private List<LongContext> longContext = List.of();
    private boolean longContextDerived;

    private void read(String name, JsonReader reader) throws IOException {
      switch (name) {
        case "longContext" -> longContext = PriceJson.elements(reader, RateReader::longContext);
        case "longContextDerived" -> longContextDerived = reader.nextBoolean();
        default -> rates.perMillion(kind(name), reader.nextString());
      }
    }

    private RateCard build() {
      return RateCard.of(rates.build(), longContext, longContextDerived);
    }
  }
}
