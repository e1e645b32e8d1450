package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.ResponseHeaders;
import dev.telltale.provider.SseEvent;
import dev.telltale.provider.WireBody;
import dev.telltale.provider.WireResponse;
import okio.Buffer;
import okio.ByteString;

/** Makes what codecs read from text. */
final class Bodies {
  private Bodies() {}

  static JsonReader reader(String json) {
    return JsonReader.of(new Buffer().writeUtf8(json));
  }

  static WireBody body(String text) {
    return WireBody.of(ByteString.encodeUtf8(text));
  }

  static WireResponse response(int status, String text) {
    return new WireResponse(status, ResponseHeaders.none(), body(text));
  }

  static SseEvent event(String data) {
    return event("message", data);
  }

  static SseEvent event(String type, String data) {
    return new SseEvent(type, "", new Buffer().writeUtf8(data));
  }
}
