package dev.telltale.observability.cost;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Reads a price file of schema version 1. */
final class PriceTableReader {
  private static final int SCHEMA_VERSION = 1;

  private int schemaVersion;
  private @Nullable String version;
  private @Nullable LocalDate asOf;
  private @Nullable NameRules nameRules;
  private List<ProviderPrices> providers = List.of();

  private PriceTableReader() {}

  /**
   * Reads the whole file.
   *
   * @throws IllegalArgumentException if it is not valid
   */
  static PriceTable read(BufferedSource source) {
    return PriceJson.document(source, reader -> new PriceTableReader().table(reader));
  }

  private PriceTable table(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.nextName()) {
        case "schemaVersion" -> schemaVersion = reader.nextInt();
        case "version" -> version = reader.nextString();
        case "asOf" -> asOf = PriceText.date("asOf", reader.nextString());
        case "normalise" -> nameRules = nameRules(reader);
        case "providers" -> providers = PriceJson.elements(reader, ProviderReader::provider);
        default -> reader.skipValue();
      }
    }
    reader.endObject();
    if (schemaVersion != SCHEMA_VERSION) {
      throw new IllegalArgumentException("schemaVersion is not " + SCHEMA_VERSION);
    }
    if (version == null || asOf == null || nameRules == null || providers.isEmpty()) {
      throw new IllegalArgumentException("version, asOf, normalise and providers are needed");
    }
    return new PriceTable(version, asOf, nameRules, providers);
  }

  private static NameRules nameRules(JsonReader reader) throws IOException {
    List<String> prefixes = List.of();
    List<Pattern> snapshotSuffixes = List.of();
    Pattern snapshotTail = Pattern.compile("^$");
    List<Pattern> fineTuned = List.of();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      switch (name) {
        case "stripPrefixes" -> prefixes = PriceJson.names(reader);
        case "snapshotSuffixes" -> snapshotSuffixes = PriceJson.patterns(name, reader);
        case "snapshotTail" -> snapshotTail = PriceText.pattern(name, reader.nextString());
        case "noSnapshotStripWhen" -> fineTuned = PriceJson.patterns(name, reader);
        default -> reader.skipValue();
      }
    }
    reader.endObject();
    return new NameRules(prefixes, snapshotSuffixes, snapshotTail, fineTuned);
  }
}
