package dev.telltale.openai.wire;

import com.squareup.moshi.JsonWriter;
import dev.telltale.ChatRequest;
import dev.telltale.openai.CompatProfile;
import dev.telltale.provider.AnswerForm;
import dev.telltale.rig.fixtures.Fixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import okio.Buffer;

/** What is written for a request, held to the published schema where one is given. */
final class Written {
  private Written() {}

  /** The request to OpenAI for a whole answer. */
  static String toOpenAi(ChatRequest request) {
    return json(CompatProfile.OPENAI, request, AnswerForm.WHOLE);
  }

  /** The request to another server for a whole answer, which need not keep to OpenAI's schema. */
  static String toCompatible(ChatRequest request) {
    return json(CompatProfile.GENERIC, request, AnswerForm.WHOLE);
  }

  static String json(CompatProfile profile, ChatRequest request, AnswerForm form) {
    String json = unchecked(profile, request, form);
    if (profile == CompatProfile.OPENAI) {
      RequestSchema.check(json);
    }
    return json;
  }

  /** The members of a request to OpenAI. */
  static Map<String, Object> members(ChatRequest request) {
    return Fixture.object(Fixtures.json(toOpenAi(request)));
  }

  private static String unchecked(CompatProfile profile, ChatRequest request, AnswerForm form) {
    Buffer json = new Buffer();
    String model = request.model() == null ? "m" : request.model();
    try {
      new RequestWriter(profile).write(JsonWriter.of(json), request, model, form);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return json.readUtf8();
  }
}
