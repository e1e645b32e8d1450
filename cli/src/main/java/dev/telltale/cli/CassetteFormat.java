package dev.telltale.cli;

import dev.telltale.ChatRequest;
import dev.telltale.observability.promptlog.PromptRecord;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.OpenAi;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cassette as {@code docs/testing.md} has it. A request of which the record does not keep all is
 * written without its body, so that any request matches.
 */
final class CassetteFormat implements ExportFormat {
  /** Only its writing of requests is used. */
  private static final ChatProvider CODEC =
      OpenAi.builder().baseUrl("http://127.0.0.1/v1").profile(CompatProfile.OPENAI).build();

  private final Terminal terminal;

  CassetteFormat(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public String add(PromptRecord written, int before) throws IOException {
    PromptRecord record =
        PromptRecord.parse(RecordJson.line(Redaction.of(RecordJson.members(written, true))));
    Map<String, @Nullable Object> exchange = new LinkedHashMap<>();
    exchange.put("request", request(record));
    exchange.put("response", response(record));
    String start = before == 0 ? "{\"telltale_cassette\": 1, \"exchanges\": [\n" : ",\n";
    return start + RecordJson.indented(exchange);
  }

  @Override
  public String end() {
    return "\n]}\n";
  }

  private Map<String, @Nullable Object> request(PromptRecord record) throws IOException {
    Map<String, @Nullable Object> request = new LinkedHashMap<>();
    request.put("path", "/v1/chat/completions");
    List<String> lost = Losses.of(record);
    Optional<ChatRequest> asked = record.request();
    if (!lost.isEmpty() || asked.isEmpty()) {
      String what = lost.isEmpty() ? "the request" : String.join(", ", lost);
      terminal.warn(
          Escaped.line(record.id()) + ": any request matches; the record lacks " + what + ".");
      return request;
    }
    AnswerForm form = record.streamed() ? AnswerForm.STREAM : AnswerForm.WHOLE;
    request.put(
        "body",
        JsonValues.parseObject(CODEC.encode(asked.get(), record.model(), form).body().utf8()));
    return request;
  }

  private static Map<String, @Nullable Object> response(PromptRecord record) throws IOException {
    WireAnswer answer = WireAnswer.of(record);
    Map<String, @Nullable Object> response = new LinkedHashMap<>();
    response.put("status", answer.status());
    response.put("headers", Map.of("content-type", answer.contentType()));
    if (answer.body() != null) {
      response.put("body", answer.body());
    } else {
      response.put("chunks", answer.chunks());
      response.put("ending", answer.whole() ? "whole" : "cut");
    }
    return response;
  }
}
