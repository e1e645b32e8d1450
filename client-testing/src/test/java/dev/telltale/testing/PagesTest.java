package dev.telltale.testing;

import static dev.telltale.testing.TelemetryAssert.assertThatTelemetry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ErrorKind;
import dev.telltale.Tool;
import dev.telltale.tools.Range;
import dev.telltale.tools.ToolLoop;
import dev.telltale.tools.ToolMethod;
import dev.telltale.tools.ToolMethods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The code on the pages about tools and about testing is the code that runs here. */
@Timeout(10)
class PagesTest {
  private final FakeModel fake = FakeModel.create();

  @Test
  void typedSnippetRuns() {
    fake.enqueue(FakeReply.text("{\"city\":\"Porto\",\"celsius\":19.5}"));
    try (ChatClient client = ChatClient.builder(fake).build()) {
      // typed {
      record Weather(String city, @Range(min = -90, max = 60) double celsius) {}

      Weather weather = client.answering(Weather.class).chat("Weather in Porto?").value();
      // }
      assertThat(weather.city()).isEqualTo("Porto");
    }
  }

  @Test
  void toolsSnippetRuns() {
    // tools {
    record WeatherQuery(String city, @Range(min = 1, max = 7) int days) {}

    Tool weather =
        Tool.of("get_weather", "Weather of a city", WeatherQuery.class, q -> report(q.city()));
    Tool later =
        Tool.async("get_traffic", "Traffic in a city", TrafficQuery.class, q -> trafficAsync(q));
    Tool plain =
        Tool.function("get_time").body(call -> CompletableFuture.completedFuture(now())).build();
    List<Tool> methods = ToolMethods.of(new Calendar()); // methods marked with @ToolMethod
    // }
    fake.enqueue(
        FakeReply.toolCall("get_weather", "{\"city\":\"Porto\",\"days\":1}"),
        FakeReply.toolCall("get_traffic", "{\"city\":\"Porto\"}"),
        FakeReply.toolCall("get_time", "{}"),
        FakeReply.text("Yes."));
    try (ChatClient client = ChatClient.builder(fake).build()) {
      assertThat(ToolLoop.of(client, List.of(weather, later, plain)).run("Hm?").runs())
          .extracting(run -> run.result())
          .containsExactly("Rain in Porto", "Dense in Porto", "noon");
    }
    assertThat(methods).extracting(Tool::name).containsExactly("appointments");
  }

  @Test
  void loopSnippetRuns() {
    Tool weather = Tool.of("get_weather", "Weather", TrafficQuery.class, q -> report(q.city()));
    Tool later = Tool.function("later").build();
    fake.enqueue(FakeReply.toolCall("get_weather", "{\"city\":\"Porto\"}"), FakeReply.text("Yes."));
    try (ChatClient client = ChatClient.builder(fake).build()) {
      // loop {
      ToolLoop loop = ToolLoop.of(client, List.of(weather, later));
      String text = loop.run("Do I need an umbrella in Porto?").text();
      // }
      assertThat(text).isEqualTo("Yes.");
    }
  }

  @Test
  void fakeSnippetRuns() {
    // fake {
    FakeModel model = FakeModel.create();
    model.enqueue(FakeReply.failure(ErrorKind.OVERLOADED), FakeReply.text("Elbe, Oder, Rhine."));

    try (ChatClient client = ChatClient.builder(model).build()) {
      assertThat(client.chat("Name three rivers.").text()).isEqualTo("Elbe, Oder, Rhine.");
    }
    assertThat(model.requests()).hasSize(2);
    // }
  }

  @ParameterizedTest
  @CsvSource({
    "tools, typed",
    "tools, tools",
    "tools, loop",
    "testing, fake",
    "testing, report",
    "testing, cassette"
  })
  void pageShowsTheSnippet(String page, String snippet) throws IOException {
    String source = Files.readString(Path.of("src/test/java/dev/telltale/testing/PagesTest.java"));
    String opening = "// " + snippet + " {\n";
    int start = source.indexOf(opening);
    String code = source.substring(start + opening.length(), source.indexOf("// }\n", start));

    assertThat(start).isPositive();
    assertThat(flat(Files.readString(Path.of("../docs/" + page + ".md")))).contains(flat(code));
  }

  /** It needs the network, so it is compiled only. */
  @SuppressWarnings("UnusedMethod")
  private static void recordAndReplay(Path file) throws IOException {
    // cassette {
    try (CassetteServer server =
        CassetteServer.record("https://api.openai.com", Redaction.defaults())) {
      callWith(server.url() + "/v1");
      server.cassette().save(file);
    }
    try (CassetteServer server = CassetteServer.replayStrictly(Cassette.load(file))) {
      callWith(server.url() + "/v1");
      server.assertAllReplayed();
    }
    // }
  }

  private static void callWith(String baseUrl) {
    assertThat(baseUrl).startsWith("http");
  }

  private static String flat(String text) {
    return text.replaceAll("\\s+", "");
  }

  private static String report(String city) {
    return "Rain in " + city;
  }

  private static CompletableFuture<String> trafficAsync(TrafficQuery query) {
    return CompletableFuture.completedFuture("Dense in " + query.city());
  }

  private static String now() {
    return "noon";
  }

  @Nested
  // report {
  @ExtendWith(TelltaleExtension.class)
  class GreeterTest {
    @Test
    void greetsInOneCall(FakeModel model, TelemetryRecorder otel) {
      model.enqueue(FakeReply.text("Hello.").usage(9, 2));
      try (ChatClient client = ChatClient.builder(model).telemetry(otel.telemetry()).build()) {
        new Greeter(client).greet();
      }
      assertThatTelemetry(otel).hasOneCall().withModel("fake-1").withTokens(9, 2).endedOnce();
    }
  }

  // }

  record TrafficQuery(String city) {}

  record Greeter(ChatClient client) {
    String greet() {
      return client.chat("Greet me.").text();
    }
  }

  static final class Calendar {
    @ToolMethod("Appointments of a day")
    String appointments(String day) {
      return "none on " + day;
    }
  }
}
