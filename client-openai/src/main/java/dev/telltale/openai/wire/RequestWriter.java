package dev.telltale.openai.wire;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonWriter;
import dev.telltale.ChatRequest;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.OpenAiOptions;
import dev.telltale.provider.AnswerForm;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request as the JSON object of {@code POST /chat/completions}. Nothing is sent that the
 * caller did not set, but for {@code stream_options.include_usage}, without which a stream of most
 * servers reports no tokens.
 *
 * <p>Immutable and thread-safe.
 */
public final class RequestWriter {
  private final CompatProfile profile;
  private final MessageWriter messages;

  /** Creates a writer for servers of this profile. */
  public RequestWriter(CompatProfile profile) {
    this.profile = requireNonNull(profile, "profile");
    this.messages = new MessageWriter(profile);
  }

  /**
   * Writes one object.
   *
   * @param model null where the URL says it
   * @throws IllegalArgumentException if the request asks for what this protocol cannot express or
   *     its server refuses; the message says what, without content
   */
  public void write(JsonWriter writer, ChatRequest request, @Nullable String model, AnswerForm form)
      throws IOException {
    RequestRules.check(request);
    OpenAiOptions options = request.extension(OpenAiOptions.class);
    if (profile.valueChecks()) {
      StrictRules.check(request, options);
    }
    writer.beginObject();
    BodyMembers body = new BodyMembers(writer, request.extraBody());
    body.string("model", model);
    writeMessages(body, request);
    writeSampling(body, request);
    writeStopSequences(body, request.stopSequences());
    ToolWriter.write(body, request, profile);
    ResponseFormatWriter.write(body, request.responseFormat());
    body.string("reasoning_effort", request.reasoningEffort());
    body.string("service_tier", request.serviceTier());
    if (options != null) {
      OptionsWriter.write(body, options);
    }
    if (form == AnswerForm.STREAM) {
      writeStream(body, options);
    }
    body.others();
    writer.endObject();
  }

  private void writeMessages(BodyMembers body, ChatRequest request) throws IOException {
    JsonWriter writer = body.name("messages").beginArray();
    if (request.instructions() != null) {
      messages.write(writer, Message.of(instructionsRole(request), request.instructions()));
    }
    for (Message message : request.messages()) {
      messages.write(writer, message);
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

  private void writeSampling(BodyMembers body, ChatRequest request) throws IOException {
    if (request.temperature().isPresent()) {
      body.name("temperature").value(request.temperature().getAsDouble());
    }
    if (request.topP().isPresent()) {
      body.name("top_p").value(request.topP().getAsDouble());
    }
    if (request.frequencyPenalty().isPresent()) {
      body.name("frequency_penalty").value(request.frequencyPenalty().getAsDouble());
    }
    if (request.presencePenalty().isPresent()) {
      body.name("presence_penalty").value(request.presencePenalty().getAsDouble());
    }
    if (request.maxTokens().isPresent()) {
      body.name(profile.tokenLimit().member()).value(request.maxTokens().getAsInt());
    }
    if (request.choiceCount().isPresent()) {
      body.name("n").value(request.choiceCount().getAsInt());
    }
    if (request.seed().isPresent()) {
      body.name("seed").value(request.seed().getAsLong());
    }
    if (request.topLogProbs().isPresent()) {
      writeLogProbs(body, request.topLogProbs().getAsInt());
    }
  }

  private static void writeLogProbs(BodyMembers body, int top) throws IOException {
    body.name("logprobs").value(true);
    if (top > 0) {
      body.name("top_logprobs").value(top);
    }
  }

  private static void writeStopSequences(BodyMembers body, List<String> sequences)
      throws IOException {
    if (sequences.isEmpty()) {
      return;
    }
    JsonWriter writer = body.name("stop");
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

  private void writeStream(BodyMembers body, @Nullable OpenAiOptions options) throws IOException {
    body.name("stream").value(true);
    if (!profile.streamOptions()) {
      return;
    }
    JsonWriter writer = body.name("stream_options").beginObject();
    writer.name("include_usage").value(true);
    if (options != null && options.obfuscation() != null) {
      writer.name("include_obfuscation").value(options.obfuscation());
    }
    writer.endObject();
  }
}
