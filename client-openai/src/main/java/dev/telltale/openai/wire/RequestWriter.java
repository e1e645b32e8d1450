package dev.telltale.openai.wire;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonWriter;
import dev.telltale.ChatRequest;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.provider.AnswerForm;
import java.io.IOException;
import java.util.List;

/**
 * Writes a request as the JSON object of {@code POST /chat/completions}. Nothing is sent that the
 * caller did not set, but for {@code stream_options.include_usage}, without which a stream reports
 * no tokens.
 *
 * <p>Immutable and thread-safe.
 */
public final class RequestWriter {
  private final TokenLimit tokenLimit;

  /** Creates a writer for a server that knows the given limit. */
  public RequestWriter(TokenLimit tokenLimit) {
    this.tokenLimit = requireNonNull(tokenLimit, "tokenLimit");
  }

  /**
   * Writes one object.
   *
   * @throws IllegalArgumentException if a message holds a part that this protocol has no place for
   */
  public void write(JsonWriter writer, ChatRequest request, String model, AnswerForm form)
      throws IOException {
    writer.beginObject();
    writer.name("model").value(model);
    writeMessages(writer, request);
    writeSampling(writer, request);
    writeStopSequences(writer, request.stopSequences());
    if (form == AnswerForm.STREAM) {
      writer.name("stream").value(true);
      writer.name("stream_options").beginObject().name("include_usage").value(true).endObject();
    }
    writer.endObject();
  }

  private static void writeMessages(JsonWriter writer, ChatRequest request) throws IOException {
    writer.name("messages").beginArray();
    if (request.instructions() != null) {
      MessageWriter.write(writer, Message.of(instructionsRole(request), request.instructions()));
    }
    for (Message message : request.messages()) {
      MessageWriter.write(writer, message);
    }
    writer.endArray();
  }

  /** System, which every server knows, unless that would mix it with developer messages. */
  private static Role instructionsRole(ChatRequest request) {
    for (Message message : request.messages()) {
      if (message.role().equals(Role.DEVELOPER)) {
        return Role.DEVELOPER;
      }
    }
    return Role.SYSTEM;
  }

  private void writeSampling(JsonWriter writer, ChatRequest request) throws IOException {
    if (request.temperature().isPresent()) {
      writer.name("temperature").value(request.temperature().getAsDouble());
    }
    if (request.topP().isPresent()) {
      writer.name("top_p").value(request.topP().getAsDouble());
    }
    if (request.frequencyPenalty().isPresent()) {
      writer.name("frequency_penalty").value(request.frequencyPenalty().getAsDouble());
    }
    if (request.presencePenalty().isPresent()) {
      writer.name("presence_penalty").value(request.presencePenalty().getAsDouble());
    }
    if (request.maxTokens().isPresent()) {
      writer.name(tokenLimit.member()).value(request.maxTokens().getAsInt());
    }
    if (request.choiceCount().isPresent()) {
      writer.name("n").value(request.choiceCount().getAsInt());
    }
    if (request.seed().isPresent()) {
      writer.name("seed").value(request.seed().getAsLong());
    }
  }

  private static void writeStopSequences(JsonWriter writer, List<String> sequences)
      throws IOException {
    if (sequences.isEmpty()) {
      return;
    }
    writer.name("stop");
    if (sequences.size() == 1) {
      writer.value(sequences.get(0));
      return;
    }
    writer.beginArray();
    for (String sequence : sequences) {
      writer.value(sequence);
    }
    writer.endArray();
  }
}
