package dev.telltale.observability.cost;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the models of a price file and of overrides, which have the same form. */
final class ModelReader {
  private @Nullable String id;
  private @Nullable String provider;
  private ModelNames names = new ModelNames(List.of(), List.of(), List.of(), List.of(), List.of());
  private List<PricePeriod> periods = List.of();
  private Map<String, BigDecimal> multipliers = Map.of();

  private ModelReader() {}

  static List<ModelPrices> models(JsonReader reader) throws IOException {
    List<ModelPrices> models =
        PriceJson.elements(reader, element -> new ModelReader().read(element));
    Set<String> ids = new HashSet<>();
    for (ModelPrices model : models) {
      if (!ids.add(model.provider() + "/" + model.id())) {
        throw new IllegalArgumentException("two models have the id " + model.id());
      }
    }
    return models;
  }

  private ModelPrices read(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.nextName()) {
        case "id" -> id = reader.nextString();
        case "provider" -> provider = NameRules.normalise(reader.nextString());
        case "match" -> names = names(reader);
        case "periods" -> periods = PriceJson.elements(reader, RateReader::period);
        case "multipliers" -> multipliers = PriceJson.decimals(reader);
        default -> reader.skipValue();
      }
    }
    reader.endObject();
    if (id == null || names.none() || periods.isEmpty()) {
      throw new IllegalArgumentException("a model needs an id, a match and periods");
    }
    return new ModelPrices(id, provider, names, periods, multipliers);
  }

  private static ModelNames names(JsonReader reader) throws IOException {
    List<String> exact = List.of();
    List<String> prefixes = List.of();
    List<String> suffixes = List.of();
    List<Pattern> patterns = List.of();
    List<String> infixes = List.of();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      switch (name) {
        case "exact" -> exact = PriceJson.names(reader);
        case "prefix" -> prefixes = PriceJson.names(reader);
        case "suffix" -> suffixes = PriceJson.names(reader);
        case "regex" -> patterns = PriceJson.patterns(name, reader);
        case "contains" -> infixes = PriceJson.names(reader);
        default -> throw new IllegalArgumentException("there is no match of this name");
      }
    }
    reader.endObject();
    return new ModelNames(exact, prefixes, suffixes, patterns, infixes);
  }
}
