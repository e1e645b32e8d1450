package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.Citation;
import dev.telltale.provider.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads {@code annotations}, of which those are kept that cite a URL. */
final class CitationReader {
  private static final JsonReader.Options ANNOTATION = JsonReader.Options.of("url_citation");
  private static final JsonReader.Options CITATION =
      JsonReader.Options.of("url", "title", "start_index", "end_index");

  private CitationReader() {}

  static List<Citation> read(JsonReader reader) throws IOException {
    if (!Json.enterArray(reader)) {
      return List.of();
    }
    List<Citation> citations = new ArrayList<>(0);
    while (reader.hasNext()) {
      Citation citation = readAnnotation(reader);
      if (citation != null) {
        citations.add(citation);
      }
    }
    reader.endArray();
    return citations;
  }

  private static @Nullable Citation readAnnotation(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return null;
    }
    Citation citation = null;
    while (reader.hasNext()) {
      if (reader.selectName(ANNOTATION) == 0) {
        citation = readCitation(reader);
      } else {
        Json.skipMember(reader);
      }
    }
    reader.endObject();
    return citation;
  }

  private static @Nullable Citation readCitation(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return null;
    }
    String url = null;
    String title = null;
    int start = -1;
    int end = -1;
    while (reader.hasNext()) {
      switch (reader.selectName(CITATION)) {
        case 0 -> url = Json.string(reader);
        case 1 -> title = Json.string(reader);
        case 2 -> start = position(reader);
        case 3 -> end = position(reader);
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
    return url == null ? null : new Citation(url, title, start, end);
  }

  private static int position(JsonReader reader) throws IOException {
    OptionalLong position = Json.count(reader);
    return position.orElse(Long.MAX_VALUE) > Integer.MAX_VALUE ? -1 : (int) position.getAsLong();
  }
}
