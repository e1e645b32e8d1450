package dev.telltale.benchmarks;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import okio.Buffer;

/** Writes a scenario's request by hand; its messages exist before the call. */
final class FloorRequests {
  private final boolean streamed;
  private final List<Turn> turns;

  FloorRequests(Scenario scenario) {
    this.streamed = scenario.streamed();
    this.turns =
        List.copyOf(Collections.nCopies(scenario.messages(), new Turn("user", scenario.prompt())));
  }

  Buffer write() throws IOException {
    Buffer body = new Buffer();
    JsonWriter json = JsonWriter.of(body);
    json.beginObject();
    json.name("model").value(Scenario.MODEL);
    json.name("messages").beginArray();
    for (Turn turn : turns) {
      json.beginObject();
      json.name("role").value(turn.role);
      json.name("content").value(turn.content);
      json.endObject();
    }
    json.endArray();
    if (streamed) {
      json.name("stream").value(true);
      json.name("stream_options").beginObject().name("include_usage").value(true).endObject();
    }
    json.endObject();
    return body;
  }

  private record Turn(String role, String content) {}
}
