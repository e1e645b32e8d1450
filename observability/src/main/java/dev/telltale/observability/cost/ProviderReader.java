package dev.telltale.observability.cost;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a provider of a price file. */
final class ProviderReader {
  private @Nullable String id;
  private final Set<String> names = new HashSet<>();
  private Map<String, String> serviceTiers = Map.of();
  private Map<String, Map<String, BigDecimal>> tierMultipliers = Map.of();
  private Map<String, BigDecimal> multipliers = Map.of();
  private List<String> fallbacks = List.of();
  private List<ModelPrices> models = List.of();

  private ProviderReader() {}

  static ProviderPrices provider(JsonReader reader) throws IOException {
    return new ProviderReader().read(reader);
  }

  private ProviderPrices read(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.nextName()) {
        case "id" -> {
          id = NameRules.normalise(reader.nextString());
          names.add(id);
        }
        case "semconvProviderName" -> names.add(NameRules.normalise(reader.nextString()));
        case "aliases" -> names.addAll(PriceJson.names(reader));
        case "serviceTiers" ->
            serviceTiers = PriceJson.members(reader, (value, tier) -> tier.nextString());
        case "tierMultipliers" ->
            tierMultipliers = PriceJson.members(reader, (tier, map) -> PriceJson.decimals(map));
        case "multipliers" -> multipliers = PriceJson.decimals(reader);
        case "fallbackProviders" -> fallbacks = PriceJson.names(reader);
        case "models" -> models = ModelReader.models(reader);
        default -> reader.skipValue();
      }
    }
    reader.endObject();
    if (id == null) {
      throw new IllegalArgumentException("a provider needs an id");
    }
    return new ProviderPrices(
        id,
        names,
        serviceTiers,
        tierMultipliers,
        multipliers,
        fallbacks,
        models,
        new ModelIndex(models));
  }
}
