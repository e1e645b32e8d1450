package dev.telltale.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.ResponseHeaders;
import dev.telltale.StreamEvent;
import dev.telltale.internal.stream.AssembledStream;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.SseEvent;
import dev.telltale.provider.StreamDecoder;
import dev.telltale.provider.WireBody;
import dev.telltale.provider.WireResponse;
import java.io.IOException;
import java.util.List;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What filters may say, beyond what was recorded. */
@Timeout(10)
class FilterReaderTest {
  private static final ChatProvider AZURE =
      AzureOpenAi.builder().endpoint("https://contoso.openai.azure.com").apiKey("k").build();

  @ParameterizedTest
  @CsvSource({
    "innererror, content_filter_result",
    "innererror, content_filter_results",
    "inner_error, content_filter_result",
    "inner_error, content_filter_results"
  })
  void refusedPromptIsReadInEverySpelling(String inner, String results) {
    ErrorDetails details =
        error(
            "{\"error\":{\"%s\":{\"%s\":{\"hate\":{\"filtered\":true,\"severity\":\"high\"}},"
                    .formatted(inner, results)
                + "\"code\":\"ResponsibleAIPolicyViolation\"},\"code\":\"400\"}}");

    ContentFilterResults filters = details.extension(ContentFilterResults.class);
    assertThat(details.kind()).isEqualTo(ErrorKind.CONTENT_FILTERED);
    assertThat(filters.prompt().get(0).hate().severity()).isEqualTo(FilterSeverity.HIGH);
    assertThat(filters.innerCode()).isEqualTo("ResponsibleAIPolicyViolation");
  }

  @ParameterizedTest
  @CsvSource({"Safe, SAFE", "LOW, LOW", "Medium, MEDIUM", "hIgh, HIGH"})
  void severityIsReadInAnyCase(String raw, FilterSeverity severity) {
    assertThat(FilterSeverity.of(raw)).isEqualTo(severity);
  }

  @Test
  void blockedPromptIsToldByItsVerdictAlone() {
    ErrorDetails details =
        error(
            "{\"error\":{\"code\":\"400\",\"innererror\":{\"content_filter_result\":"
                + "{\"jailbreak\":{\"filtered\":true,\"detected\":true}}}}}");

    assertThat(details.kind()).isEqualTo(ErrorKind.CONTENT_FILTERED);
  }

  @Test
  void clearVerdictMakesNoRefusal() {
    ErrorDetails details =
        error(
            "{\"error\":{\"code\":\"400\",\"innererror\":{\"content_filter_result\":"
                + "{\"hate\":{\"filtered\":false,\"severity\":\"safe\"}}}}}");

    assertThat(details.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"content_filter_error\"", "true", "[{\"code\":\"x\"}]", "{}"})
  void filterThatDidNotRunIsToldInAnyShape(String error) throws IOException {
    ContentFilterResult result = verdict("\"error\":" + error);

    assertThat(result.ran()).isFalse();
    assertThat(result.errorCode()).isEqualTo("content_filter_error");
  }

  @Test
  void otherErrorsHaveNoVerdict() {
    ErrorDetails details = error("{\"error\":{\"code\":\"429\",\"innererror\":null}}");

    assertThat(details.extension(ContentFilterResults.class)).isNull();
  }

  @Test
  void categoryNobodyKnowsIsKept() throws IOException {
    ContentFilterResult result =
        verdict("\"weapons\":{\"filtered\":true,\"severity\":\"extreme\",\"score\":[7]}");

    FilterCategory weapons = result.category("weapons");
    assertThat(weapons.filtered()).isTrue();
    assertThat(weapons.severity()).isEqualTo(FilterSeverity.OTHER);
    assertThat(weapons.rawSeverity()).isEqualTo("extreme");
    assertThat(weapons.others()).containsOnlyKeys("score");
    assertThat(result.filteredCategories()).containsExactly("weapons");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"id\":\"mine\",\"filtered\":true},{\"id\":\"other\",\"filtered\":false}]",
        "{\"filtered\":true,\"details\":[{\"id\":\"mine\",\"filtered\":true},{\"id\":\"other\"}]}",
        "{\"filtered\":true,\"details\":{\"filtered\":true,"
            + "\"details\":[{\"filtered\":true,\"id\":\"mine\"},{\"id\":\"other\"}]}}"
      })
  void blockListsAreReadInEveryShape(String lists) throws IOException {
    FilterCategory category = verdict("\"custom_blocklists\":" + lists).customBlockLists();

    assertThat(category.filtered()).isTrue();
    assertThat(category.blockLists())
        .containsExactly(new BlockListMatch("mine", true), new BlockListMatch("other", false));
  }

  @Test
  void redactedTextCountsAsFound() throws IOException {
    ContentFilterResult result =
        verdict(
            "\"personally_identifiable_information\":{\"filtered\":false,\"redacted\":true,"
                + "\"detected\":true}");

    assertThat(result.found()).isTrue();
    assertThat(result.filtered()).isFalse();
    assertThat(result.category("personally_identifiable_information").redacted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "\"x\"", "[]", "true"})
  void verdictOfWrongTypeIsSkipped(String wrong) throws IOException {
    String body =
        "{\"prompt_filter_results\":%1$s,\"choices\":[{\"content_filter_results\":%1$s,"
            + "\"content_filter_offsets\":%1$s,\"message\":{\"content\":\"Hi\"}}]}";
    String inside =
        "\"hate\":{\"filtered\":%1$s,\"severity\":%1$s,\"details\":%1$s,\"citation\":%1$s}";

    ChatResponse answer = answer(body.formatted(wrong));

    assertThat(answer.text()).isEqualTo("Hi");
    assertThat(answer.extension(ContentFilterResults.class)).isNull();
    assertThat(verdict(inside.formatted(wrong)).categories()).containsOnlyKeys("hate");
    assertThat(error("{\"error\":{\"innererror\":" + wrong + "}}").kind())
        .isEqualTo(ErrorKind.BAD_REQUEST);
  }

  @Test
  void verdictThatRepeatsTheLastIsLeftOut() throws IOException {
    StreamDecoder decoder = AZURE.openDecoder();
    AssembledStream stream = new AssembledStream();
    String safe = "\"hate\":{\"filtered\":false,\"severity\":\"safe\"}";
    String low = "\"hate\":{\"filtered\":false,\"severity\":\"low\"}";

    for (String verdict : List.of("", safe, safe, "", safe, low, low, safe)) {
      decoder.decode(chunk("\"content_filter_results\":{" + verdict + "}"), stream.sink());
    }

    assertThat(stream.events()).hasSize(3).allMatch(StreamEvent.VendorData.class::isInstance);
    assertThat(stream.response().extension(ContentFilterResults.class).completion(0))
        .extracting(result -> result.hate().severity())
        .containsExactly(FilterSeverity.SAFE, FilterSeverity.LOW, FilterSeverity.SAFE);
  }

  @Test
  void choicesHaveVerdictsOfTheirOwn() throws IOException {
    StreamDecoder decoder = AZURE.openDecoder();
    AssembledStream stream = new AssembledStream();

    for (int choice : new int[] {0, 1, 0, 1}) {
      decoder.decode(
          chunk(
              "\"content_filter_results\":{\"jailbreak\":{\"detected\":%s}},\"index\":%d"
                  .formatted(choice == 1, choice)),
          stream.sink());
    }

    ContentFilterResults filters = stream.response().extension(ContentFilterResults.class);
    assertThat(filters.completion()).hasSize(2);
    assertThat(filters.completion(1).get(0).jailbreak().detected()).isTrue();
    assertThat(filters.found()).extracting(FilterCategory::name).containsExactly("jailbreak");
  }

  @Test
  void endlessClearVerdictsAreNotAllKept() throws IOException {
    StreamDecoder decoder = AZURE.openDecoder();
    AssembledStream stream = new AssembledStream();

    for (int i = 0; i < 5000; i++) {
      decoder.decode(offsets(i, false), stream.sink());
    }
    decoder.decode(offsets(5000, true), stream.sink());

    ContentFilterResults filters = stream.response().extension(ContentFilterResults.class);
    assertThat(filters.completion()).hasSize(1025);
    assertThat(filters.filteredCategories()).containsExactly("hate");
  }

  @Test
  void verdictShowsCategoriesAndLevels() throws IOException {
    assertThat(verdict("\"hate\":{\"filtered\":true,\"severity\":\"low\"}"))
        .hasToString("ContentFilterResult[0, [hate:low:filtered]]");
  }

  private static SseEvent offsets(int check, boolean filtered) {
    return chunk(
        "\"content_filter_results\":{\"hate\":{\"filtered\":%s}},".formatted(filtered)
            + "\"content_filter_offsets\":{\"check_offset\":%d,\"end_offset\":9}".formatted(check));
  }

  private static SseEvent chunk(String choiceMembers) {
    String chunk = "{\"choices\":[{" + choiceMembers + "}]}";
    return new SseEvent("message", "", new Buffer().writeUtf8(chunk));
  }

  private static ContentFilterResult verdict(String categories) throws IOException {
    ChatResponse answer =
        answer("{\"choices\":[{\"content_filter_results\":{" + categories + "}}]}");
    return answer.extension(ContentFilterResults.class).completion(0).get(0);
  }

  private static ChatResponse answer(String json) throws IOException {
    return AZURE.decode(response(200, json));
  }

  private static ErrorDetails error(String json) {
    return AZURE.decodeError(response(400, json));
  }

  private static WireResponse response(int status, String json) {
    return new WireResponse(
        status, ResponseHeaders.none(), WireBody.of(ByteString.encodeUtf8(json)));
  }
}
