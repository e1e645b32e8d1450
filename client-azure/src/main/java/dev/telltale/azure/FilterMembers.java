package dev.telltale.azure;

import com.squareup.moshi.JsonReader;
import dev.telltale.ErrorKind;
import dev.telltale.openai.wire.AddedMembers;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.Json;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members that Azure adds about content filters, in every spelling in which they are
 * served or specified, and keeps all that came of one answer, stream or error.
 *
 * <p>Not thread-safe.
 */
final class FilterMembers implements AddedMembers {
  private static final JsonReader.Options PROMPT =
      JsonReader.Options.of("prompt_index", "content_filter_results", "content_filter_result");

  private static final JsonReader.Options INNER_ERROR =
      JsonReader.Options.of("code", "content_filter_results", "content_filter_result");

  private static final String POLICY_VIOLATION = "ResponsibleAIPolicyViolation";

  /** A bound on what a hostile server makes us keep; findings are kept beyond it. */
  private static final int MAX_CLEAR_RESULTS = 1024;

  private static final int MAX_CODE_CHARS = 256;

  private final ResultLog prompt = new ResultLog();
  private final ResultLog completion = new ResultLog();
  private ContentFilterResult.Builder choice = new ContentFilterResult.Builder();
  private @Nullable String innerCode;
  private boolean choicesSeen;
  private boolean refused;
  private int promptTaken;
  private int completionTaken;

  /** Everything so far, or null if nothing came. */
  @Nullable ContentFilterResults all() {
    return results(0, 0);
  }

  /** What came since this was last asked, or null if nothing did. */
  @Nullable ContentFilterResults latest() {
    ContentFilterResults latest = results(promptTaken, completionTaken);
    promptTaken = prompt.size();
    completionTaken = completion.size();
    return latest;
  }

  private @Nullable ContentFilterResults results(int promptFrom, int completionFrom) {
    if (promptFrom == prompt.size() && completionFrom == completion.size() && innerCode == null) {
      return null;
    }
    return new ContentFilterResults(
        prompt.from(promptFrom), completion.from(completionFrom), innerCode);
  }

  @Override
  public void member(String name, JsonReader value) throws IOException {
    switch (name) {
      case "prompt_filter_results", "prompt_annotations" -> readPrompts(value);
      default -> value.skipValue();
    }
  }

  @Override
  public void choiceMember(String name, JsonReader value) throws IOException {
    switch (name) {
      case "content_filter_results", "content_filter_result" ->
          FilterReader.readCategories(value, choice);
      case "content_filter_offsets" -> {
        FilterOffsets offsets = FilterReader.readOffsets(value);
        if (offsets != null) {
          choice.offsets(offsets);
        }
      }
      default -> value.skipValue();
    }
  }

  @Override
  public void choiceRead(int index) {
    choicesSeen = true;
    if (!choice.empty()) {
      keep(completion, choice.index(index).build());
      choice = new ContentFilterResult.Builder();
    }
  }

  @Override
  public void errorMember(String name, JsonReader value) throws IOException {
    switch (name) {
      case "innererror", "inner_error" -> readInnerError(value);
      default -> value.skipValue();
    }
  }

  @Override
  public void errorRead(ErrorDetails.Builder details) {
    if (refused || POLICY_VIOLATION.equals(innerCode)) {
      details.kind(ErrorKind.CONTENT_FILTERED);
    }
    ContentFilterResults results = all();
    if (results != null) {
      details.extension(ContentFilterResults.class, results);
    }
  }

  private void readPrompts(JsonReader reader) throws IOException {
    if (!Json.enterArray(reader)) {
      return;
    }
    for (int position = 0; reader.hasNext(); position++) {
      readPrompt(reader, position);
    }
    reader.endArray();
  }

  private void readPrompt(JsonReader reader, int position) throws IOException {
    if (!Json.enterObject(reader)) {
      return;
    }
    ContentFilterResult.Builder result = new ContentFilterResult.Builder().index(position);
    while (reader.hasNext()) {
      switch (reader.selectName(PROMPT)) {
        case 0 -> result.index(index(reader, position));
        case 1, 2 -> FilterReader.readCategories(reader, result);
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
    if (!result.empty()) {
      keep(prompt, result.build());
    }
  }

  private void readInnerError(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return;
    }
    ContentFilterResult.Builder result = new ContentFilterResult.Builder();
    while (reader.hasNext()) {
      switch (reader.selectName(INNER_ERROR)) {
        case 0 -> innerCode = code(reader);
        case 1, 2 -> FilterReader.readCategories(reader, result);
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
    if (!result.empty()) {
      ContentFilterResult verdict = result.build();
      refused = verdict.filtered();
      keep(choicesSeen ? completion : prompt, verdict);
    }
  }

  /** A verdict on each chunk mostly says the same as the one before. */
  private static void keep(ResultLog log, ContentFilterResult result) {
    boolean clear = result.ran() && !result.found();
    if ((clear && log.size() >= MAX_CLEAR_RESULTS) || result.equals(log.last(result.index()))) {
      return;
    }
    log.add(result);
  }

  /** Longer ones are no codes. */
  private static @Nullable String code(JsonReader reader) throws IOException {
    String code = Json.scalar(reader);
    return code == null || code.length() > MAX_CODE_CHARS ? null : code;
  }

  private static int index(JsonReader reader, int otherwise) throws IOException {
    OptionalLong sent = Json.count(reader);
    return sent.isPresent() && sent.getAsLong() <= Integer.MAX_VALUE
        ? (int) sent.getAsLong()
        : otherwise;
  }
}
