package dev.telltale.azure;

import com.squareup.moshi.JsonReader;
import dev.telltale.provider.Json;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads verdicts of content filters. Any category may come, and any member may be missing. */
final class FilterReader {
  /** Named so that a verdict on each chunk makes no names anew. */
  private static final JsonReader.Options CATEGORIES =
      JsonReader.Options.of(
          "error",
          "hate",
          "self_harm",
          "sexual",
          "violence",
          "jailbreak",
          "indirect_attack",
          "profanity",
          "protected_material_text",
          "protected_material_code",
          "custom_blocklists");

  private static final JsonReader.Options CATEGORY =
      JsonReader.Options.of("filtered", "severity", "detected", "citation", "details", "redacted");

  private static final JsonReader.Options ERROR = JsonReader.Options.of("code");
  private static final JsonReader.Options CITATION = JsonReader.Options.of("URL", "license");
  private static final JsonReader.Options BLOCK_LIST = JsonReader.Options.of("id", "filtered");
  private static final JsonReader.Options OFFSETS =
      JsonReader.Options.of("check_offset", "start_offset", "end_offset");

  /** Of a filter that did not run and does not say why. */
  private static final String UNKNOWN_ERROR = "content_filter_error";

  private FilterReader() {}

  /** Reads the object whose members are the categories. */
  static void readCategories(JsonReader reader, ContentFilterResult.Builder result)
      throws IOException {
    if (!Json.enterObject(reader)) {
      return;
    }
    while (reader.hasNext()) {
      int known = reader.selectName(CATEGORIES);
      if (known == 0) {
        readError(reader, result);
        continue;
      }
      String name = known < 0 ? reader.nextName() : CATEGORIES.strings().get(known);
      FilterCategory category = readCategory(reader, name);
      if (category != null) {
        result.category(category);
      }
    }
    reader.endObject();
  }

  /** Reads how far an asynchronous filter has come; null if it does not say. */
  static @Nullable FilterOffsets readOffsets(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return null;
    }
    long[] offsets = new long[3];
    boolean any = false;
    while (reader.hasNext()) {
      int member = reader.selectName(OFFSETS);
      if (member < 0) {
        Json.skipMember(reader);
        continue;
      }
      OptionalLong offset = Json.count(reader);
      any |= offset.isPresent();
      offsets[member] = offset.orElse(0);
    }
    reader.endObject();
    return any ? new FilterOffsets(offsets[0], offsets[1], offsets[2]) : null;
  }

  private static void readError(JsonReader reader, ContentFilterResult.Builder result)
      throws IOException {
    if (reader.peek() == JsonReader.Token.NULL) {
      reader.skipValue();
      return;
    }
    if (!Json.enterObject(reader)) {
      // What is no object still says that nothing was checked.
      result.errorCode(UNKNOWN_ERROR);
      return;
    }
    String code = null;
    while (reader.hasNext()) {
      if (reader.selectName(ERROR) == 0) {
        code = Json.scalar(reader);
      } else {
        Json.skipMember(reader);
      }
    }
    reader.endObject();
    result.errorCode(code == null ? UNKNOWN_ERROR : code);
  }

  /** Reads one category, an object or, of older versions' block lists, an array; else null. */
  private static @Nullable FilterCategory readCategory(JsonReader reader, String name)
      throws IOException {
    FilterCategory.Builder category = new FilterCategory.Builder(name);
    if (reader.peek() == JsonReader.Token.BEGIN_ARRAY) {
      category.filtered(readBlockLists(reader, category));
      return category.build();
    }
    if (!Json.enterObject(reader)) {
      return null;
    }
    while (reader.hasNext()) {
      switch (reader.selectName(CATEGORY)) {
        case 0 -> category.filtered(Boolean.TRUE.equals(flag(reader)));
        case 1 -> category.severity(Json.string(reader));
        case 2 -> category.detected(flag(reader));
        case 3 -> readCitation(reader, category);
        case 4 -> readDetails(reader, category);
        case 5 -> category.redacted(flag(reader));
        default -> category.other(reader.nextName(), JsonValues.read(reader));
      }
    }
    reader.endObject();
    return category.build();
  }

  /** Block lists stand in an array, or in an object beside another mark of being filtered. */
  private static void readDetails(JsonReader reader, FilterCategory.Builder category)
      throws IOException {
    if (reader.peek() == JsonReader.Token.BEGIN_ARRAY) {
      readBlockLists(reader, category);
      return;
    }
    if (!Json.enterObject(reader)) {
      return;
    }
    while (reader.hasNext()) {
      if (reader.nextName().equals("details")) {
        readBlockLists(reader, category);
      } else {
        reader.skipValue();
      }
    }
    reader.endObject();
  }

  /** Returns whether one of the lists blocked the text. */
  private static boolean readBlockLists(JsonReader reader, FilterCategory.Builder category)
      throws IOException {
    boolean filtered = false;
    if (!Json.enterArray(reader)) {
      return false;
    }
    while (reader.hasNext()) {
      BlockListMatch match = readBlockList(reader);
      if (match != null) {
        category.blockList(match);
        filtered |= match.filtered();
      }
    }
    reader.endArray();
    return filtered;
  }

  private static @Nullable BlockListMatch readBlockList(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return null;
    }
    String id = null;
    boolean filtered = false;
    while (reader.hasNext()) {
      switch (reader.selectName(BLOCK_LIST)) {
        case 0 -> id = Json.string(reader);
        case 1 -> filtered = Boolean.TRUE.equals(flag(reader));
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
    return id == null ? null : new BlockListMatch(id, filtered);
  }

  private static void readCitation(JsonReader reader, FilterCategory.Builder category)
      throws IOException {
    if (!Json.enterObject(reader)) {
      return;
    }
    String url = null;
    String license = null;
    while (reader.hasNext()) {
      switch (reader.selectName(CITATION)) {
        case 0 -> url = Json.string(reader);
        case 1 -> license = Json.string(reader);
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
    category.citation(new FilterCitation(url, license));
  }

  private static @Nullable Boolean flag(JsonReader reader) throws IOException {
    if (reader.peek() != JsonReader.Token.BOOLEAN) {
      reader.skipValue();
      return null;
    }
    return reader.nextBoolean();
  }
}
