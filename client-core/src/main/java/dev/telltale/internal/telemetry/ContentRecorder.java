package dev.telltale.internal.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ToolCall;
import dev.telltale.internal.http.SentHeaders;
import dev.telltale.telemetry.ContentCapture;
import dev.telltale.telemetry.ContentForm;
import dev.telltale.telemetry.ContentRedactor;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.common.AttributeKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records what was said, where and how the options want it. */
final class ContentRecorder {
  private final TelemetryOptions options;
  private final Guard guard;

  ContentRecorder(TelemetryOptions options, Guard guard) {
    this.options = options;
    this.guard = guard;
  }

  /** Where the content of a call goes. */
  ContentCapture capture(CallOptions call) {
    ContentCapture asked = call.contentCapture();
    return asked == null ? options.contentCapture() : asked;
  }

  /**
   * The content of a call of a tool by attribute, redacted and within its bound; empty if a
   * redactor throws.
   *
   * @param result what the tool brought, or null if it failed
   * @param sent what was sent to the model, whose secrets are masked
   */
  Map<String, Object> content(ToolCall call, @Nullable String result, SentHeaders sent) {
    try {
      Map<String, Object> content = new LinkedHashMap<>();
      putObject(content, GenAi.TOOL_CALL_ARGUMENTS, redact(call.rawArguments(), sent));
      if (result != null) {
        putObject(content, GenAi.TOOL_CALL_RESULT, redact(result, sent));
      }
      return content;
    } catch (Throwable broken) {
      // Guard point: a redactor is the user's code; what it has not seen is not recorded.
      guard.report("content", broken);
      return Map.of();
    }
  }

  /**
   * The content of a call by attribute, redacted and within its bound; empty if a redactor throws.
   *
   * @param response the answer, or null if there is none
   * @param sent what was sent to the model, whose secrets are masked
   */
  Map<String, Object> content(Inference asked, @Nullable ChatResponse response, SentHeaders sent) {
    try {
      Map<String, Object> content = redacted(asked.request(), response, sent);
      if (options.conventions().latest()) {
        putVariables(content, asked.options(), sent);
      }
      return content;
    } catch (Throwable broken) {
      // Guard point: a redactor is the user's code; what it has not seen is not recorded.
      guard.report("content", broken);
      return Map.of();
    }
  }

  private void putVariables(Map<String, Object> content, CallOptions call, SentHeaders sent) {
    int room = GivenAttributes.room(call, options);
    for (Map.Entry<String, String> variable : call.promptVariables().entrySet()) {
      if (room-- > 0) {
        put(content, variable.getKey(), redact(variable.getValue(), sent));
      } else {
        guard.dropped(Guard.TOO_MANY_ATTRIBUTES);
      }
    }
  }

  private Map<String, Object> redacted(
      ChatRequest request, @Nullable ChatResponse response, SentHeaders sent) {
    MessageTree tree = new MessageTree(text -> redact(text, sent));
    Map<String, Object> content = new LinkedHashMap<>();
    if (request.instructions() != null) {
      put(content, GenAi.SYSTEM_INSTRUCTIONS, tree.instructions(request.instructions()));
    }
    put(content, GenAi.INPUT_MESSAGES, tree.input(request.messages()));
    if (response != null && !response.choices().isEmpty()) {
      put(content, GenAi.OUTPUT_MESSAGES, tree.output(response));
    }
    if (!request.tools().isEmpty()) {
      put(
          content,
          GenAi.TOOL_DEFINITIONS,
          tree.tools(request.tools(), options.fullToolDefinitions()));
    }
    return content;
  }

  void toSpan(Map<String, Object> content, AttributeSink span) {
    write(content, span, options.contentForm() == ContentForm.STRUCTURED);
  }

  void toEvent(Map<String, Object> content, AttributeSink event) {
    write(content, event, options.contentForm() != ContentForm.JSON);
  }

  private static void write(Map<String, Object> content, AttributeSink sink, boolean structured) {
    content.forEach(
        (name, tree) -> {
          if (tree instanceof String text) {
            sink.put(AttributeKey.stringKey(name), text);
          } else if (structured) {
            sink.put(AttributeKey.valueKey(name), Values.of(tree));
          } else {
            sink.put(AttributeKey.stringKey(name), ContentFit.text(tree));
          }
        });
  }

  private void putObject(Map<String, Object> content, String name, String json) {
    List<Object> tree = List.of(ToolObject.of(json));
    List<Object> fitting = ContentFit.fit(tree, options.maxContentBytes());
    if (fitting.isEmpty()) {
      guard.dropped("content_too_large");
    } else {
      content.put(name, fitting.get(0));
    }
  }

  private void put(Map<String, Object> content, String name, List<Object> tree) {
    List<Object> fitting = ContentFit.fit(tree, options.maxContentBytes());
    if (!fitting.isEmpty()) {
      content.put(name, fitting);
    } else if (!tree.isEmpty()) {
      guard.dropped("content_too_large");
    }
  }

  private void put(Map<String, Object> content, String variable, String redacted) {
    if (redacted.getBytes(UTF_8).length <= options.maxContentBytes()) {
      content.put(GenAi.PROMPT_VARIABLE + variable, redacted);
    } else {
      guard.dropped("content_too_large");
    }
  }

  private String redact(String text, SentHeaders sent) {
    String redacted = sent.mask(text);
    for (ContentRedactor redactor : options.redactors()) {
      redacted = Objects.requireNonNull(redactor.redact(redacted), "redacted text");
    }
    return redacted;
  }
}
