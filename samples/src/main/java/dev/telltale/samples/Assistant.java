package dev.telltale.samples;

import dev.telltale.ChatClient;
import dev.telltale.Tool;
import dev.telltale.testing.FakeModel;
import dev.telltale.testing.FakeReply;
import dev.telltale.tools.Description;
import dev.telltale.tools.Range;
import dev.telltale.tools.ToolLoop;
import dev.telltale.tools.TypedToolLoop;
import java.util.List;

/** An assistant that looks things up with two tools, and answers with a record. */
public final class Assistant {
  private static final FakeModel OFFLINE =
      FakeModel.create()
          .enqueue(
              FakeReply.toolCall("weather", "{\"city\":\"Porto\",\"days\":1}"),
              FakeReply.toolCall("trains", "{\"from\":\"Lisbon\",\"to\":\"Porto\"}"),
              FakeReply.text("{\"city\":\"Porto\",\"depart\":\"08:39\",\"umbrella\":true}"));

  private Assistant() {}

  /** What the model asks the tools; it learns the form, and the bounds, from these records. */
  record WeatherQuery(String city, @Range(min = 1, max = 7) int days) {}

  record TrainQuery(String from, String to) {}

  record Forecast(String sky, double celsius) {}

  /** What the assistant answers. */
  record Trip(
      String city,
      @Description("When the train leaves, such as 08:39") String depart,
      boolean umbrella) {}

  /** Runs without arguments. */
  public static void main(String[] args) {
    List<Tool> tools =
        List.of(
            Tool.of("weather", "Weather of a city", WeatherQuery.class, Assistant::weather),
            Tool.of("trains", "Trains between cities", TrainQuery.class, Assistant::trains));

    try (Playground playground = Playground.open(OFFLINE);
        ChatClient client = ChatClient.builder(playground.provider()).build()) {
      TypedToolLoop.Result<Trip> result =
          ToolLoop.of(client, tools).answering(Trip.class).run("Plan my day trip to Porto.");
      result.loop().runs().forEach(System.out::println);
      System.out.println(result.value());
    }
  }

  private static Forecast weather(WeatherQuery query) {
    return new Forecast("rain in " + query.city(), 14.5);
  }

  private static List<String> trains(TrainQuery query) {
    return List.of("08:39", "09:39");
  }
}
