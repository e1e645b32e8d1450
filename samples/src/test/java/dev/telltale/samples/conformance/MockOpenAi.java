package dev.telltale.samples.conformance;

import com.squareup.moshi.JsonReader;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okio.Buffer;

/** Answers chat completions as the mock server of the conformance suite does. */
final class MockOpenAi extends Dispatcher {

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    Map<String, Object> body = body(request);
    String model = (String) body.get("model");
    if (model.equals("no-such-model")) {
      return json(404, "{\"error\":{\"code\":\"model_not_found\",\"message\":\"no-such-model\"}}");
    } else if (Boolean.TRUE.equals(body.get("stream"))) {
      return stream(model);
    } else if (body.get("modalities") instanceof List<?> modalities
        && modalities.contains("audio")) {
      return json(200, audio(model));
    } else if (body.containsKey("tools") && !body.toString().contains("role=tool")) {
      return json(200, toolCall(model));
    } else if (body.containsKey("response_format")) {
      return json(200, text(model, "{\\\"location\\\":\\\"Seattle\\\"}"));
    }
    return json(200, text(model, "This is a test."));
  }

  @SuppressWarnings("unchecked") // A body is an object with strings as names.
  private static Map<String, Object> body(RecordedRequest request) {
    try {
      Buffer json = new Buffer().write(request.getBody());
      return (Map<String, Object>) JsonValues.read(JsonReader.of(json));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(String model, String content) {
    return whole(
        "chatcmpl-mock-001",
        model,
        "{\"role\":\"assistant\",\"content\":\"" + content + "\"},\"finish_reason\":\"stop\"",
        "\"prompt_tokens\":25,\"completion_tokens\":12,\"total_tokens\":37");
  }

  private static String toolCall(String model) {
    return whole(
        "chatcmpl-mock-002",
        model,
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_mock_001\","
            + "\"type\":\"function\",\"function\":{\"name\":\"get_current_weather\","
            + "\"arguments\":\"{\\\"location\\\":\\\"Seattle\\\"}\"}}]},"
            + "\"finish_reason\":\"tool_calls\"",
        "\"prompt_tokens\":50,\"completion_tokens\":20,\"total_tokens\":70");
  }

  private static String audio(String model) {
    return whole(
        "chatcmpl-mock-003",
        model,
        "{\"role\":\"assistant\",\"content\":null,\"audio\":{\"id\":\"audio_1\","
            + "\"data\":\"UklGRg==\",\"expires_at\":1790000000,\"transcript\":\"Hello\"}},"
            + "\"finish_reason\":\"stop\"",
        "\"prompt_tokens\":40,\"completion_tokens\":20,\"total_tokens\":60,"
            + "\"prompt_tokens_details\":{\"audio_tokens\":10,\"cached_tokens\":0},"
            + "\"completion_tokens_details\":{\"audio_tokens\":15,\"reasoning_tokens\":0}");
  }

  private static String whole(String id, String model, String choice, String usage) {
    return "{\"id\":\"%s\",\"object\":\"chat.completion\",\"model\":\"%s\",".formatted(id, model)
        + "\"service_tier\":\"default\",\"choices\":[{\"index\":0,\"message\":"
        + choice
        + "}],\"usage\":{"
        + usage
        + "}}";
  }

  private static MockResponse stream(String model) {
    StringBuilder events = new StringBuilder();
    events.append(chunk(model, "{\"role\":\"assistant\",\"content\":\"\"}", "null"));
    for (String word : List.of("This ", "is ", "a ", "test ", "of ", "streams")) {
      events.append(chunk(model, "{\"content\":\"" + word + "\"}", "null"));
    }
    String last = chunk(model, "{}", "\"stop\"");
    events.append(
        last.replace(
            "\"choices\"",
            "\"usage\":{\"prompt_tokens\":25,\"completion_tokens\":6,\"total_tokens\":31},"
                + "\"choices\""));
    return new MockResponse.Builder()
        .addHeader("Content-Type", "text/event-stream")
        .body(events.append("data: [DONE]\n\n").toString())
        .build();
  }

  private static String chunk(String model, String delta, String finish) {
    return "data: {\"id\":\"chatcmpl-mock-stream-001\",\"model\":\""
        + model
        + "\",\"service_tier\":\"default\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  private static MockResponse json(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }
}
