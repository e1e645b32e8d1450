package dev.telltale.testing;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import okio.Buffer;
import okio.ByteString;

/** JSON text, indented as OpenAI's answers are or on one line as its events are. */
final class Json {
  private Json() {}

  /** What to write; nulls are written too. */
  interface Body {
    void write(JsonWriter json) throws IOException;
  }

  static ByteString indented(Body body) {
    return written(body, "  ");
  }

  static ByteString compact(Body body) {
    return written(body, "");
  }

  private static ByteString written(Body body, String indent) {
    Buffer buffer = new Buffer();
    JsonWriter json = JsonWriter.of(buffer);
    json.setSerializeNulls(true);
    json.setIndent(indent);
    try {
      body.write(json);
    } catch (IOException e) {
      throw new AssertionError(e); // A buffer does no I/O.
    }
    return buffer.readByteString();
  }
}
