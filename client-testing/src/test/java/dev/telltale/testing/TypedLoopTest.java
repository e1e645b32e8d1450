package dev.telltale.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.AnswerException;
import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ResponseFormat;
import dev.telltale.Tool;
import dev.telltale.tools.AnswerOutcome;
import dev.telltale.tools.LoopOutcome;
import dev.telltale.tools.ToolLoop;
import dev.telltale.tools.ToolLoopEvent;
import dev.telltale.tools.TypeRef;
import dev.telltale.tools.TypedToolLoop;
import dev.telltale.tools.TypedToolLoopStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tool loops that end in a value of a type. */
@Timeout(10)
@ExtendWith(TelltaleExtension.class)
class TypedLoopTest {
  private static final String PORTO = "{\"city\":\"Porto\",\"celsius\":19.5}";

  private final FakeModel model = FakeModel.create();
  private final ChatClient client = ChatClient.builder(model).build();
  private final CountDownLatch started = new CountDownLatch(1);
  private final AtomicBoolean interrupted = new AtomicBoolean();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void loopEndsInAValue() {
    asksThenAnswers(PORTO);

    TypedToolLoop.Result<Weather> result = loop().run("Weather?");

    assertThat(result.value()).isEqualTo(new Weather("Porto", 19.5));
    assertThat(result.loop().runs()).hasSize(1);
    assertThat(model.requests())
        .allSatisfy(request -> assertThat(request.responseFormat()).isNotNull());
  }

  @Test
  void valueArrivesLater() throws Exception {
    asksThenAnswers(PORTO);

    Weather weather = loop().runAsync("Weather?").get(8, TimeUnit.SECONDS).value();

    assertThat(weather).isEqualTo(new Weather("Porto", 19.5));
  }

  @Test
  void streamedLoopGivesEventsAndThenTheValue() {
    asksThenAnswers(PORTO);
    List<ToolLoopEvent> events = new ArrayList<>();

    try (TypedToolLoopStream<Weather> stream = loop().stream("Weather?")) {
      stream.forEach(events::add);

      assertThat(stream.result().value()).isEqualTo(new Weather("Porto", 19.5));
    }
    assertThat(events).hasAtLeastOneElementOfType(ToolLoopEvent.ToolEnded.class);
  }

  @Test
  void streamedLoopGivesItsTextPieceByPiece() {
    asksThenAnswers(PORTO);
    StringBuilder text = new StringBuilder();

    try (TypedToolLoopStream<Weather> stream = loop().stream(ChatRequest.of("Weather?"))) {
      Weather weather = stream.forEachText(text::append).value();

      assertThat(weather.city()).isEqualTo("Porto");
    }
    assertThat(text).hasToString(PORTO);
  }

  @Test
  void answerThatDoesNotFitSaysWhere() {
    asksThenAnswers("{\"city\":\"Porto\",\"celsius\":\"warm\"}");

    TypedToolLoop.Result<Weather> result = loop().run("Weather?");

    assertThat(result.loop().outcome()).isEqualTo(LoopOutcome.ANSWERED);
    assertThat(result.answer().outcome()).isEqualTo(AnswerOutcome.MISMATCHED);
    assertThatThrownBy(result::value)
        .isInstanceOf(AnswerException.class)
        .hasMessageContaining("$.celsius");
  }

  @Test
  void answerMayHaveTypeArguments() throws Exception {
    asksThenAnswers("{\"value\":[{\"city\":\"Porto\",\"celsius\":19.5}]}");
    model.enqueue(FakeReply.text("{\"value\":[]}"));
    TypeRef<List<Weather>> weathers = new TypeRef<>() {};
    ChatRequest request = ChatRequest.of("Weather?");

    List<Weather> looped = tools().answering(weathers).runAsync(request).get().value();
    List<Weather> asked = client.answering(weathers).chatAsync(request).get().value();

    assertThat(looped).containsExactly(new Weather("Porto", 19.5));
    assertThat(asked).isEmpty();
  }

  @Test
  void loopThatReachesABoundHasNoValue() {
    model.enqueue(FakeReply.toolCall("hang", "{}"));

    TypedToolLoop.Result<Weather> result =
        ToolLoop.builder(client, List.of(hanging()))
            .maxRounds(1)
            .build()
            .answering(Weather.class)
            .run("Weather?");

    assertThat(result.loop().outcome()).isEqualTo(LoopOutcome.ROUND_LIMIT);
    assertThatThrownBy(result::value)
        .isInstanceOf(AnswerException.class)
        .hasMessageContaining("ROUND_LIMIT");
  }

  @Test
  void cancellingTheValueEndsTheTools() throws InterruptedException {
    model.enqueue(FakeReply.toolCall("hang", "{}"));
    CompletableFuture<TypedToolLoop.Result<Weather>> running =
        ToolLoop.of(client, List.of(hanging())).answering(Weather.class).runAsync("Weather?");
    started.await();

    running.cancel(true);

    while (!interrupted.get()) {
      Thread.onSpinWait(); // The watchdog ends this.
    }
    assertThat(running).isCancelled();
    assertThat(model.requests()).hasSize(1);
  }

  @Test
  void formOfTheAnswerIsTheTypes() {
    ChatRequest request =
        ChatRequest.builder().user("Hm?").responseFormat(ResponseFormat.jsonObject()).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> loop().runAsync(request, CallOptions.none()));
    assertThatIllegalArgumentException().isThrownBy(() -> loop().stream(request));
    assertThat(model.requests()).isEmpty();
  }

  private void asksThenAnswers(String answer) {
    model.enqueue(FakeReply.toolCall("celsius", "{\"city\":\"Porto\"}"), FakeReply.text(answer));
  }

  private TypedToolLoop<Weather> loop() {
    return tools().answering(Weather.class);
  }

  private ToolLoop tools() {
    Tool celsius = Tool.of("celsius", "Celsius in a city", City.class, city -> 19.5);
    return ToolLoop.of(client, List.of(celsius));
  }

  private Tool hanging() {
    return Tool.function("hang")
        .body(
            call -> {
              started.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException cut) {
                interrupted.set(true);
              }
              return CompletableFuture.completedFuture("");
            })
        .build();
  }

  record City(String city) {}

  record Weather(String city, double celsius) {}
}
