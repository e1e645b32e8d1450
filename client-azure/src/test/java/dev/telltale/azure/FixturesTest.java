package dev.telltale.azure;

import static dev.telltale.rig.fixtures.Fixture.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.telltale.ChatResponse;
import dev.telltale.StreamEvent;
import dev.telltale.internal.sse.SseReader;
import dev.telltale.internal.stream.AssembledStream;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.SseEvent;
import dev.telltale.provider.StreamDecoder;
import dev.telltale.rig.fixtures.Chunking;
import dev.telltale.rig.fixtures.Expected;
import dev.telltale.rig.fixtures.Fixture;
import dev.telltale.rig.fixtures.FixtureIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okio.Okio;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every recorded answer, stream and error of Azure gives what its index entry expects. */
@Timeout(10)
class FixturesTest {
  private static final FixtureIndex FIXTURES = FixtureIndex.of("azure/");
  private static final ChatProvider AZURE =
      AzureOpenAi.builder()
          .endpoint("https://contoso.openai.azure.com")
          .apiKey("key")
          .deployment("chat-prod")
          .build();

  @TestFactory
  Stream<DynamicTest> responses() {
    return FIXTURES.ofKind("response").map(f -> dynamicTest(f.id(), () -> response(f)));
  }

  @TestFactory
  Stream<DynamicTest> streams() {
    return FIXTURES
        .ofKind("stream")
        .flatMap(
            f ->
                Arrays.stream(Chunking.values())
                    .map(cut -> dynamicTest(f.id() + " " + cut, () -> stream(f, cut))));
  }

  @TestFactory
  Stream<DynamicTest> errors() {
    return FIXTURES.ofKind("error").map(f -> dynamicTest(f.id(), () -> error(f)));
  }

  @Test
  void everyFixtureIsOfKindThatIsTested() {
    assertThat(FIXTURES.all())
        .extracting(Fixture::kind)
        .containsOnly("request", "response", "stream", "error")
        .hasSizeGreaterThan(25);
  }

  @Test
  void filesAreByteExact() {
    assertThat(FIXTURES.all())
        .allSatisfy(f -> assertThat(f.bytes().sha256().hex()).isEqualTo(f.entry().get("sha256")));
  }

  private static void response(Fixture fixture) throws IOException {
    ChatResponse answer = AZURE.decode(fixture.response());

    Expected.answer(fixture, answer);
    ContentFilterResults filters = answer.extension(ContentFilterResults.class);
    filters(fixture, filters);
    if (fixture.expects("filterError")) {
      assertThat(filters.ran()).isFalse();
      assertThat(filters.prompt().get(0).errorCode()).isEqualTo(fixture.expected("filterError"));
      assertThat(filters.completion(0).get(0).errorCode())
          .isEqualTo(fixture.expected("filterError"));
    }
    if (fixture.expects("region")) {
      assertThat(AzureHeaders.from(fixture.response().headers()).region())
          .isEqualTo(fixture.expected("region"));
    }
  }

  private static void stream(Fixture fixture, Chunking chunking) throws IOException {
    AssembledStream stream = new AssembledStream();
    SseReader events = new SseReader(Okio.buffer(chunking.source(fixture.bytes())));
    StreamDecoder decoder = AZURE.openDecoder();
    SseEvent event = events.next();
    while (event != null && !stream.done() && stream.error() == null) {
      decoder.decode(event, stream.sink());
      event = events.next();
    }

    Expected.answer(fixture, stream.response());
    assertThat(stream.done()).isEqualTo(fixture.expected("done"));
    filters(fixture, stream.response().extension(ContentFilterResults.class));
    offsets(fixture, stream.events());
    if (fixture.expects("error")) {
      details(object(fixture.expected("error")), "class", stream.error());
    } else {
      assertThat(stream.error()).isNull();
      assertThat(stream.complete()).isTrue();
    }
  }

  private static void error(Fixture fixture) {
    ErrorDetails details = AZURE.decodeError(fixture.response());

    details(fixture.expect(), "errorClass", details);
    ContentFilterResults filters = details.extension(ContentFilterResults.class);
    filters(fixture, filters);
    if (fixture.expects("innerCode")) {
      assertThat(filters.innerCode()).isEqualTo(fixture.expected("innerCode"));
    }
  }

  private static void filters(Fixture fixture, @Nullable ContentFilterResults filters) {
    if (fixture.expects("promptFiltered")) {
      assertThat(filters.prompt()).isNotEmpty().noneMatch(ContentFilterResult::filtered);
      assertThat(filters.filtered()).isEqualTo(fixture.expected("promptFiltered"));
    }
    if (fixture.expects("filteredCategories")) {
      assertThat(List.copyOf(filters.filteredCategories()))
          .isEqualTo(fixture.expected("filteredCategories"));
    }
    if (fixture.expects("detectedCategories")) {
      assertThat(filters.found().stream().map(FilterCategory::name).toList())
          .isEqualTo(fixture.expected("detectedCategories"));
    }
  }

  private static void offsets(Fixture fixture, List<StreamEvent> events) {
    if (!fixture.expects("filterOffsets")) {
      return;
    }
    List<Tuple> told = new ArrayList<>();
    for (StreamEvent event : events) {
      ContentFilterResults filters = event.extension(ContentFilterResults.class);
      if (filters != null) {
        filters
            .completion()
            .forEach(
                result -> {
                  FilterOffsets part = result.offsets();
                  told.add(
                      tuple((double) part.check(), (double) part.start(), (double) part.end()));
                });
      }
    }
    List<?> expected = (List<?>) fixture.expected("filterOffsets");
    assertThat(told)
        .isEqualTo(expected.stream().map(part -> tuple(((List<?>) part).toArray())).toList());
  }

  private static void details(Map<String, Object> expected, String kind, ErrorDetails details) {
    assertThat(details.kind()).hasToString((String) expected.get(kind));
    if (expected.containsKey("code")) {
      assertThat(details.code()).isEqualTo(expected.get("code"));
    }
  }
}
